-- Receipts are signed and hash-chained, one chain for each reader. Rows from before have no number:
-- nobody signed them, and nothing here pretends so. Kept for good, like the receipts themselves.

ALTER TABLE receipt DROP CONSTRAINT receipt_kind_check;

ALTER TABLE receipt
    ADD CONSTRAINT receipt_kind_check
        CHECK (kind IN ('purchase', 'cancellation', 'withdrawal', 'refund')),
    ADD COLUMN number        bigint CHECK (number >= 1),
    ADD COLUMN previous_hash text,
    ADD COLUMN hash          text,
    ADD COLUMN document      text,
    ADD COLUMN signature     text,
    ADD COLUMN key_id        text,
    -- In the reader's own words; the document holds only its salted hash. Erasure drops both.
    ADD COLUMN reason        text,
    ADD COLUMN reason_salt   text,
    ADD CONSTRAINT receipt_number UNIQUE (site_id, reader_id, number),
    ADD CONSTRAINT receipt_signed_whole
        CHECK (num_nonnulls(number, hash, document, signature, key_id) IN (0, 5)),
    ADD CONSTRAINT receipt_first_has_no_former
        CHECK (number IS NULL OR (number = 1) = (previous_hash IS NULL));

-- The end of each reader's chain; whoever appends locks it.
CREATE TABLE receipt_chain (
    site_id     text   NOT NULL,
    reader_id   uuid   NOT NULL,
    next_number bigint NOT NULL CHECK (next_number >= 1),
    head_hash   text,
    PRIMARY KEY (site_id, reader_id)
);

-- A receipt's id travels without its reader.
CREATE TABLE receipt_lookup (
    receipt_id uuid PRIMARY KEY,
    site_id    text NOT NULL,
    reader_id  uuid NOT NULL
);

INSERT INTO receipt_lookup (receipt_id, site_id, reader_id)
SELECT receipt_id, site_id, reader_id FROM receipt;

-- Keys that sign receipts and never tokens. They are published for ever, so none is deleted.
CREATE TABLE receipt_key (
    kid         text PRIMARY KEY,
    generation  integer     NOT NULL UNIQUE,
    private_key bytea       NOT NULL,
    public_key  bytea       NOT NULL,
    created_at  timestamptz NOT NULL
);
