-- What a site offers beside the button that cancels; no row: nothing.

CREATE TABLE cancellation_offer (
    site_id text PRIMARY KEY REFERENCES site,
    offer   text NOT NULL CHECK (offer IN ('pause', 'plan')),
    plan_id text,
    CHECK ((offer = 'plan') = (plan_id IS NOT NULL))
);
