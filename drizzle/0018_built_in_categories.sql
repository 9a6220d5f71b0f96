-- The categories that come with Posthorn. Mail that somebody waits for carries no unsubscribe link.
INSERT INTO "categories" ("key", "name", "description", "required", "email_default", "push_default", "unsubscribable",
  "critical", "built_in", "position", "created_at", "updated_at")
VALUES
  ('security', 'Security', 'Sign-ins, changed passwords and whatever else protects your account.', true, true, true, false, true, true, 1, now(), now()),
  ('transactional', 'Account', 'Answers to what you did: welcome, receipts, confirmations.', false, true, true, false, false, true, 2, now(), now()),
  ('appointments', 'Appointments', 'Your appointments: booked, moved, cancelled, soon.', false, true, true, false, false, true, 3, now(), now()),
  ('orders', 'Orders', 'Your orders, payments and deliveries.', false, true, true, false, false, true, 4, now(), now()),
  ('product', 'Product news', 'What is new, and how to get more out of it.', false, true, true, true, false, true, 5, now(), now()),
  ('marketing', 'Offers', 'Offers and invitations.', false, true, false, true, false, true, 6, now(), now())
ON CONFLICT DO NOTHING;
