-- Origins in their one form: small letters, and no port that is the scheme's own (RFC 3986, 6.2).
UPDATE site
SET origins = ARRAY(
    SELECT regexp_replace(
        regexp_replace(lower(named.origin), '^(https://.*):443$', '\1'), '^(http://.*):80$', '\1')
    FROM unnest(origins) WITH ORDINALITY AS named (origin, place)
    ORDER BY named.place)
WHERE cardinality(origins) > 0;
