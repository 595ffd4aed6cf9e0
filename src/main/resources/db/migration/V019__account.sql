-- What a site offers beside the button that cancels; no row: nothing.

CREATE TABLE cancellation_offer (
    site_id text PRIMARY KEY REFERENCES site,
    offer   text NOT NULL CHECK (offer IN ('pause', 'plan', 'discount')),
    plan_id text,
    code    text,
    CHECK ((offer = 'plan') = (plan_id IS NOT NULL)),
    CHECK ((offer = 'discount') = (code IS NOT NULL))
);
