-- The address of an erased reader, sealed, with the letter that is still owed to them alone; gone
-- with it.

ALTER TABLE notice
    ADD COLUMN farewell bytea,
    ADD CHECK (farewell IS NULL OR status = 'pending');
