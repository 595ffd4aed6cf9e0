-- Receipts hold ids and no identity; they stay when a reader is erased.

CREATE TABLE receipt (
    site_id     text        NOT NULL,
    reader_id   uuid        NOT NULL,
    receipt_id  uuid        NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('cancellation')),
    content     jsonb       NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (site_id, reader_id, receipt_id)
);
