ALTER TABLE territory.contact ADD COLUMN hours text CHECK (length(btrim(hours)) BETWEEN 1 AND 120);
COMMENT ON COLUMN territory.contact.hours IS 'DIS-02: when the contact answers, in words, such as "hverdage 8-15". Null: nobody has told.';
