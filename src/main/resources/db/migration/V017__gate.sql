-- How the gate finds the article in the address that a reader asked for: a reference table.

CREATE TABLE site_gate (
    site_id       text PRIMARY KEY REFERENCES site,
    article_paths text[] NOT NULL,
    other_paths   text   NOT NULL CHECK (other_paths IN ('deny', 'allow'))
);
