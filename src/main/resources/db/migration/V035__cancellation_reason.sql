-- Why a reader canceled, asked afterwards: at most one a cancellation, kept with its receipt. Erasing
-- a reader drops their words.

CREATE TABLE cancellation_reason (
    site_id    text        NOT NULL,
    reader_id  uuid        NOT NULL,
    receipt_id uuid        NOT NULL,
    reason     text        NOT NULL
        CHECK (reason IN ('price', 'time', 'content', 'technical', 'other')),
    words      text CHECK (char_length(words) BETWEEN 1 AND 1000),
    given_at   timestamptz NOT NULL,
    PRIMARY KEY (site_id, reader_id, receipt_id)
);

CREATE INDEX cancellation_reason_site ON cancellation_reason (site_id, receipt_id);
