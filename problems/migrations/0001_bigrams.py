from django.db import migrations

BIGRAMS = """
CREATE OR REPLACE FUNCTION bigrams(body text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20000
RETURN (
    SELECT coalesce(array_agg(DISTINCT substr(lower(body), place, 2)), '{}')
    FROM generate_series(1, greatest(length(body) - 1, 1)) AS place
);
"""


class Migration(migrations.Migration):
    """Pairs of neighbouring characters, for an index that finds words of two Chinese characters.

    The cost tells the planner to use that index rather than to compute the pairs of every row.
    """

    initial = True
    dependencies: list = []
    operations = [migrations.RunSQL(BIGRAMS, "DROP FUNCTION bigrams(text)")]
