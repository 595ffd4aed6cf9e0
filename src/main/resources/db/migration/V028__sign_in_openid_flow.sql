-- Where our own pages send a reader to sign in at their site's OpenID provider, and ask who came back.

ALTER TABLE site_sign_in
    ADD COLUMN authorization_uri    text,
    ADD COLUMN token_uri            text,
    -- Under the master key; a provider may do without one.
    ADD COLUMN sealed_client_secret bytea,
    ADD CONSTRAINT site_sign_in_flow_whole
        CHECK (num_nonnulls(authorization_uri, token_uri) IN (0, 2)),
    ADD CONSTRAINT site_sign_in_flow_of_a_provider
        CHECK (issuer IS NOT NULL OR authorization_uri IS NULL),
    ADD CONSTRAINT site_sign_in_secret_for_a_flow
        CHECK (token_uri IS NOT NULL OR sealed_client_secret IS NULL);
