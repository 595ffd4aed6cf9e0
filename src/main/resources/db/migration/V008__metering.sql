-- The meter and its reads; grants and the unlocks drawn from them. Every table has the reader in its
-- key, and the functions below touch one reader only, so that both shard by reader_id.

-- One row a reader: the latest period. Its limit is fixed when the period begins.
CREATE TABLE meter (
    site_id      text        NOT NULL,
    reader_id    uuid        NOT NULL,
    period_start timestamptz NOT NULL,
    period_end   timestamptz NOT NULL,
    read_limit   integer     NOT NULL,
    used         integer     NOT NULL,
    PRIMARY KEY (reader_id, site_id),
    CHECK (period_start < period_end),
    CHECK (used BETWEEN 0 AND read_limit)
);

CREATE INDEX meter_end ON meter (period_end);

-- An article open to a reader until the period ends. One that came with an anonymous history while
-- the meter had no room is open too, but was not counted.
CREATE TABLE metered_read (
    site_id      text        NOT NULL,
    reader_id    uuid        NOT NULL,
    period_start timestamptz NOT NULL,
    article_id   text        NOT NULL,
    period_end   timestamptz NOT NULL,
    counted      boolean     NOT NULL,
    read_at      timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, period_start, article_id)
);

-- How long they are kept is the site's to say.
CREATE INDEX metered_read_end ON metered_read (site_id, period_end);

CREATE TABLE unlock_grant (
    site_id    text        NOT NULL,
    reader_id  uuid        NOT NULL,
    grant_id   uuid        NOT NULL,
    source     text        NOT NULL CHECK (source IN ('plan', 'pack', 'gift', 'goodwill')),
    amount     integer     NOT NULL,
    used       integer     NOT NULL,
    -- By refunds: a grant may shrink to none.
    taken_back integer     NOT NULL DEFAULT 0 CHECK (taken_back >= 0),
    priority   integer     NOT NULL CHECK (priority BETWEEN 1 AND 255),
    expires_at timestamptz,
    note       text,
    origin     text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, grant_id),
    UNIQUE (reader_id, site_id, origin),
    CHECK (amount >= 0 AND amount + taken_back BETWEEN 1 AND 1000000),
    CHECK (used BETWEEN 0 AND amount)
);

CREATE TABLE unlock (
    site_id     text        NOT NULL,
    reader_id   uuid        NOT NULL,
    article_id  text        NOT NULL,
    grant_id    uuid        NOT NULL,
    unlocked_at timestamptz NOT NULL,
    PRIMARY KEY (reader_id, site_id, article_id),
    FOREIGN KEY (reader_id, site_id, grant_id) REFERENCES unlock_grant
);

-- Opens an article with one unlock. Each step is a statement of its own, because each needs a
-- snapshot that sees what was committed while it waited for the lock.
CREATE FUNCTION draw_unlock(
    p_site text, p_reader uuid, p_article text, p_now timestamptz,
    OUT outcome text, OUT unlock_left bigint)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    v_grant uuid;
BEGIN
    PERFORM 1 FROM unlock
    WHERE site_id = p_site AND reader_id = p_reader AND article_id = p_article;
    IF FOUND THEN
        outcome := 'open';
    ELSE
        SELECT grant_id INTO v_grant FROM unlock_grant
        WHERE site_id = p_site AND reader_id = p_reader
            AND used < amount AND (expires_at IS NULL OR expires_at > p_now)
        ORDER BY priority, expires_at NULLS LAST, created_at, grant_id
        LIMIT 1 FOR UPDATE;
        IF FOUND THEN
            INSERT INTO unlock (site_id, reader_id, article_id, grant_id, unlocked_at)
            VALUES (p_site, p_reader, p_article, v_grant, p_now)
            ON CONFLICT DO NOTHING;
            IF FOUND THEN
                UPDATE unlock_grant SET used = used + 1
                WHERE site_id = p_site AND reader_id = p_reader AND grant_id = v_grant;
                outcome := 'spent';
            END IF;
        END IF;
        IF outcome IS NULL THEN
            PERFORM 1 FROM unlock
            WHERE site_id = p_site AND reader_id = p_reader AND article_id = p_article;
            outcome := CASE WHEN FOUND THEN 'open' ELSE 'none' END;
        END IF;
    END IF;
    SELECT coalesce(sum(amount - used), 0) INTO unlock_left FROM unlock_grant
    WHERE site_id = p_site AND reader_id = p_reader
        AND (expires_at IS NULL OR expires_at > p_now);
END
$$;

-- Locks the reader's meter and lets the given period begin if none is under way. A meter that gives
-- nothing is not begun: the site may still set a limit.
CREATE FUNCTION begin_meter(
    p_site text, p_reader uuid, p_now timestamptz,
    p_start timestamptz, p_end timestamptz, p_limit integer)
RETURNS SETOF meter
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    INSERT INTO meter (site_id, reader_id, period_start, period_end, read_limit, used)
    SELECT p_site, p_reader, p_start, p_end, p_limit, 0 WHERE p_limit > 0
    ON CONFLICT DO NOTHING;
    PERFORM 1 FROM meter WHERE site_id = p_site AND reader_id = p_reader FOR UPDATE;
    UPDATE meter SET period_start = p_start, period_end = p_end, read_limit = p_limit, used = 0
    WHERE site_id = p_site AND reader_id = p_reader AND period_end <= p_now;
    RETURN QUERY SELECT m.site_id, m.reader_id, m.period_start, m.period_end, m.read_limit, m.used
        FROM meter m WHERE m.site_id = p_site AND m.reader_id = p_reader;
END
$$;

-- Opens an article on the meter until the period ends. An anonymous reader gets a row with the first
-- read, and is held while drawing, so that no read slips in behind the claim of a merge.
CREATE FUNCTION draw_read(
    p_site text, p_reader uuid, p_anonymous boolean, p_article text, p_now timestamptz,
    p_start timestamptz, p_end timestamptz, p_limit integer,
    OUT outcome text, OUT read_left integer)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    v_merged uuid;
    v_meter meter;
BEGIN
    read_left := 0;
    IF p_anonymous THEN
        INSERT INTO reader (site_id, reader_id, anonymous, created_at, updated_at)
        VALUES (p_site, p_reader, true, p_now, p_now)
        ON CONFLICT DO NOTHING;
        SELECT merged_into INTO v_merged FROM reader
        WHERE site_id = p_site AND reader_id = p_reader FOR SHARE;
        IF v_merged IS NOT NULL THEN
            outcome := 'merged';
            RETURN;
        END IF;
    END IF;
    SELECT site_id, reader_id, period_start, period_end, read_limit, used INTO v_meter
    FROM begin_meter(p_site, p_reader, p_now, p_start, p_end, p_limit);
    read_left := coalesce(v_meter.read_limit - v_meter.used, 0);
    PERFORM 1 FROM metered_read
    WHERE site_id = p_site AND reader_id = p_reader AND article_id = p_article
        AND period_end > p_now;
    IF FOUND THEN
        outcome := 'open';
    ELSIF read_left = 0 THEN
        outcome := 'none';
    ELSE
        INSERT INTO metered_read (site_id, reader_id, period_start, article_id, period_end,
            counted, read_at)
        VALUES (p_site, p_reader, v_meter.period_start, p_article, v_meter.period_end, true, p_now);
        UPDATE meter SET used = used + 1 WHERE site_id = p_site AND reader_id = p_reader;
        read_left := read_left - 1;
        outcome := 'spent';
    END IF;
END
$$;

-- Brings the reads of an anonymous history to a known reader. One of a period that is still under
-- way joins the known reader's period and counts there while there is room; one of a past period is
-- history. Repeating it changes nothing.
CREATE FUNCTION merge_reads(
    p_site text, p_reader uuid, p_now timestamptz,
    p_start timestamptz, p_end timestamptz, p_limit integer,
    p_articles text[], p_read_ats timestamptz[], p_starts timestamptz[], p_ends timestamptz[])
RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    v_meter meter;
    v_read record;
    v_counts boolean;
    v_used integer;
BEGIN
    SELECT site_id, reader_id, period_start, period_end, read_limit, used INTO v_meter
    FROM begin_meter(p_site, p_reader, p_now, p_start, p_end, p_limit);
    v_used := v_meter.used;
    FOR v_read IN
        SELECT article_id, read_at, period_start, period_end
        FROM unnest(p_articles, p_read_ats, p_starts, p_ends)
            AS r (article_id, read_at, period_start, period_end)
        ORDER BY read_at, article_id
    LOOP
        IF v_read.period_end <= p_now THEN
            INSERT INTO metered_read (site_id, reader_id, period_start, article_id, period_end,
                counted, read_at)
            VALUES (p_site, p_reader, v_read.period_start, v_read.article_id, v_read.period_end,
                false, v_read.read_at)
            ON CONFLICT DO NOTHING;
        ELSE
            -- Open already, perhaps in a period that an earlier merge brought along.
            PERFORM 1 FROM metered_read
            WHERE site_id = p_site AND reader_id = p_reader
                AND article_id = v_read.article_id AND period_end > p_now;
            CONTINUE WHEN FOUND;
            v_counts := v_meter.period_start IS NOT NULL AND v_used < v_meter.read_limit;
            INSERT INTO metered_read (site_id, reader_id, period_start, article_id, period_end,
                counted, read_at)
            VALUES (p_site, p_reader, coalesce(v_meter.period_start, v_read.period_start),
                v_read.article_id, coalesce(v_meter.period_end, v_read.period_end),
                v_counts, v_read.read_at)
            ON CONFLICT DO NOTHING;
            IF FOUND AND v_counts THEN
                v_used := v_used + 1;
            END IF;
        END IF;
    END LOOP;
    UPDATE meter SET used = v_used
    WHERE site_id = p_site AND reader_id = p_reader AND used <> v_used;
END
$$;
