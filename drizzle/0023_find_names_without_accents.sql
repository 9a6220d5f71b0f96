DROP INDEX "users_name_words_idx";--> statement-breakpoint
CREATE INDEX "users_name_words_idx" ON "users" USING gin (to_tsvector('simple', translate(
  replace(regexp_replace(normalize(lower(name), NFD), '[\u0300-\u036f]', '', 'g'), 'ß', 'ss'),
  'łøđħı./-_@:+’''', 'lodhi         ')));