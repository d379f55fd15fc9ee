"""Invariant 15, as far as it is about people: who owns, who was let in, and by what."""

from studiobook.admin.checks.check import Check, sql

CHECKS: tuple[Check, ...] = (
    sql(
        15,
        "nobody owns a company and is among its former owners",
        """
        SELECT 'owner', a.user_id FROM company_admin a
        JOIN former_company_admin f USING (company_id, user_id)
        """,
    ),
    sql(
        15,
        "whoever accepted an invitation has, or had, the place that it offered",
        """
        SELECT 'invitation', i.id FROM invitation i
        WHERE i.accepted_by_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM membership m
                          WHERE m.studio_id = i.studio_id AND m.user_id = i.accepted_by_id)
          AND NOT (i.studio_id IS NULL AND EXISTS (
              SELECT 1 FROM company_admin a
              WHERE a.company_id = i.company_id AND a.user_id = i.accepted_by_id
              UNION ALL
              SELECT 1 FROM former_company_admin f
              WHERE f.company_id = i.company_id AND f.user_id = i.accepted_by_id))
        """,
    ),
)
