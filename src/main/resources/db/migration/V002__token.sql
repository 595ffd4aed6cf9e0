-- Signing keys. A withdrawn one keeps its row, without the private key, so that its generation is
-- never used twice. One row per rotation: a handful a year.

CREATE TABLE signing_key (
    kid          text PRIMARY KEY,
    generation   integer     NOT NULL UNIQUE,
    private_key  bytea       NOT NULL,
    public_key   bytea       NOT NULL,
    created_at   timestamptz NOT NULL,
    signs_from   timestamptz NOT NULL,
    withdrawn_at timestamptz
);

-- Keys that sign receipts and never tokens. They are published for ever, so none is deleted.
CREATE TABLE receipt_key (
    kid         text PRIMARY KEY,
    generation  integer     NOT NULL UNIQUE,
    private_key bytea       NOT NULL,
    public_key  bytea       NOT NULL,
    created_at  timestamptz NOT NULL
);
