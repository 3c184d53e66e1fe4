# A text field.
field-typing-replaces = typing replaces it

field-characters = { $n } characters
field-example = e.g. { $example }
