-- Receipts are signed and hash-chained, one chain for each reader. They hold ids and no identity; kept
-- for good, they stay when a reader is erased.

CREATE TABLE receipt (
    site_id       text        NOT NULL,
    reader_id     uuid        NOT NULL,
    receipt_id    uuid        NOT NULL,
    kind          text        NOT NULL
        CHECK (kind IN ('purchase', 'cancellation', 'withdrawal', 'refund')),
    content       jsonb       NOT NULL,
    received_at   timestamptz NOT NULL,
    number        bigint CHECK (number >= 1),
    previous_hash text,
    hash          text,
    document      text,
    signature     text,
    key_id        text,
    -- In the reader's own words; the document holds only its salted hash. Erasure drops both.
    reason        text,
    reason_salt   text,
    PRIMARY KEY (reader_id, site_id, receipt_id),
    CONSTRAINT receipt_number UNIQUE (reader_id, site_id, number),
    CONSTRAINT receipt_signed_whole
        CHECK (num_nonnulls(number, hash, document, signature, key_id) IN (0, 5)),
    CONSTRAINT receipt_first_has_no_former
        CHECK (number IS NULL OR (number = 1) = (previous_hash IS NULL))
);

-- The end of each reader's chain; whoever appends locks it.
CREATE TABLE receipt_chain (
    site_id     text   NOT NULL,
    reader_id   uuid   NOT NULL,
    next_number bigint NOT NULL CHECK (next_number >= 1),
    head_hash   text,
    PRIMARY KEY (reader_id, site_id)
);

-- A receipt's id travels without its reader.
CREATE TABLE receipt_lookup (
    receipt_id uuid PRIMARY KEY,
    site_id    text NOT NULL,
    reader_id  uuid NOT NULL
);

