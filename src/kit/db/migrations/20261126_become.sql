-- For functions that are a whole transaction in one question.
CREATE FUNCTION kit.become(context text[]) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  setting text[];
BEGIN
  -- A connection is the application's role from its start; where a pooler has lost that, it is here.
  IF current_user <> 'vaern_app' THEN PERFORM set_config('role', 'vaern_app', true); END IF;
  FOREACH setting SLICE 1 IN ARRAY context LOOP
    PERFORM set_config('vaern.' || setting[1], setting[2], true);
  END LOOP;
END $$;
COMMENT ON FUNCTION kit.become IS 'Who acts, as pairs of name and value, until the end of the transaction: what a function that is asked by itself begins with.';
GRANT EXECUTE ON FUNCTION kit.become TO vaern_app;
