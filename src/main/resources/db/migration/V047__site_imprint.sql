-- Where a site says who it is; letters lead there.

ALTER TABLE site ADD COLUMN imprint text;
