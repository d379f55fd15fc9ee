"""Invariant 15: a thread belongs to its guest and the studio's team, and counts what it holds."""

from studiobook.admin.checks.check import Check, sql

CHECKS: tuple[Check, ...] = (
    sql(
        15,
        "only the guest and the studio's team write in a thread",
        """
        SELECT 'message', m.id FROM message m JOIN thread t ON t.id = m.thread_id
        JOIN studio s ON s.id = t.studio_id
        WHERE (m.side = 'guest' AND m.sender_id <> t.guest_id)
           OR (m.side = 'studio'
               AND NOT EXISTS (SELECT 1 FROM membership b
                               WHERE b.studio_id = t.studio_id AND b.user_id = m.sender_id)
               AND NOT EXISTS (SELECT 1 FROM company_admin a
                               WHERE a.company_id = s.company_id AND a.user_id = m.sender_id)
               AND NOT EXISTS (SELECT 1 FROM former_company_admin f
                               WHERE f.company_id = s.company_id AND f.user_id = m.sender_id))
        """,
    ),
    sql(
        15,
        "a thread is about a booking at its own studio",
        """
        SELECT 'thread', t.id FROM thread t JOIN booking b ON b.id = t.booking_id
        WHERE b.studio_id <> t.studio_id
        """,
    ),
    sql(
        15,
        "each studio has an owner who can answer",
        """
        SELECT 'studio', s.id FROM studio s
        WHERE NOT EXISTS (SELECT 1 FROM company_admin a JOIN "user" u ON u.id = a.user_id
                          WHERE a.company_id = s.company_id AND u.suspended_at IS NULL)
        """,
    ),
    sql(
        15,
        "a thread counts its messages, and each side has read no further",
        """
        SELECT 'thread', t.id FROM thread t
        LEFT JOIN message m ON m.thread_id = t.id
        GROUP BY t.id
        HAVING count(m.id) <> t.message_count OR COALESCE(max(m.number), 0) <> t.message_count
        UNION ALL
        SELECT 'reading of thread', t.id FROM thread t
        LEFT JOIN thread_reading r ON r.thread_id = t.id
        GROUP BY t.id HAVING count(r.thread_id) <> 2 OR max(r.read_number) > t.message_count
        """,
    ),
)
