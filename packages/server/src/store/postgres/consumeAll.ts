/**
 * Adds a point to each counter, or to none if one has no points left. Rows are locked in the order of their keys, so
 * that two calls never wait for each other. If another call took a point in the meantime, all points are given back
 * before the transaction commits.
 */
export const consumeAll = `
CREATE OR REPLACE FUNCTION kit_consume_all(
  keys TEXT[], points DOUBLE PRECISION[], seconds DOUBLE PRECISION[], are_only_checked BOOLEAN[]
) RETURNS TABLE (consumed INTEGER, reset_ms DOUBLE PRECISION, is_refused BOOLEAN) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  refused BOOLEAN[] := ARRAY (
    SELECT coalesce(ends_at > clock_timestamp() AND consumed >= points, points < 1)
    FROM unnest(keys, points) WITH ORDINALITY AS charge (key, points, place)
    LEFT JOIN kit_counters USING (key) ORDER BY place
  );
BEGIN
  IF NOT true = ANY (refused) THEN
    INSERT INTO kit_counters AS counter (key, consumed, ends_at)
    SELECT key, 1, clock_timestamp() + seconds * interval '1 second'
    FROM unnest(keys, seconds, are_only_checked) AS charge (key, seconds, is_only_checked)
    WHERE NOT is_only_checked ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
      consumed = CASE WHEN counter.ends_at > clock_timestamp() THEN counter.consumed + 1 ELSE 1 END,
      ends_at = CASE WHEN counter.ends_at > clock_timestamp() THEN counter.ends_at ELSE excluded.ends_at END;
    refused := ARRAY (
      SELECT NOT is_only_checked AND consumed > points
      FROM unnest(keys, points, are_only_checked) WITH ORDINALITY AS charge (key, points, is_only_checked, place)
      LEFT JOIN kit_counters USING (key) ORDER BY place
    );
    IF true = ANY (refused) THEN
      UPDATE kit_counters AS counter SET consumed = counter.consumed - 1
      FROM unnest(keys, are_only_checked) AS charge (key, is_only_checked)
      WHERE counter.key = charge.key AND NOT is_only_checked;
    END IF;
  END IF;
  RETURN QUERY
  SELECT CASE WHEN ends_at > clock_timestamp() THEN counter.consumed ELSE 0 END,
    (extract(epoch FROM ends_at - clock_timestamp()) * 1000)::double precision,
    refused[place::integer]
  FROM unnest(keys) WITH ORDINALITY AS charge (key, place)
  LEFT JOIN kit_counters AS counter USING (key) ORDER BY place;
END $$;`
