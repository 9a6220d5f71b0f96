-- A published version (above 0) never changes and never goes: what was sent points at it. Of a test send's (below 0)
-- the rows may be removed, not changed.
CREATE FUNCTION refuse_changed_template_version() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.version < 0 THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'version % of the template "%" is immutable', OLD.version, OLD.template_key
    USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION refuse_changed_template_version() FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER template_versions_immutable BEFORE UPDATE OR DELETE ON "template_versions"
FOR EACH ROW EXECUTE FUNCTION refuse_changed_template_version();
--> statement-breakpoint
CREATE TRIGGER template_locales_immutable BEFORE UPDATE OR DELETE ON "template_locales"
FOR EACH ROW EXECUTE FUNCTION refuse_changed_template_version();
