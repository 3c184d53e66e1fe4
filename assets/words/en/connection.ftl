# Which connection is meant.
connection-none-named = no connection is named, and no default is set
connection-none-named-next = Name one (psa-connect list), or set a default with: psa-connect default NAME
connection-is-default = It is the default. Set another with: psa-connect default NAME
connection-using-default = Using the default connection, { $name }.
connection-nothing-saved = Nothing is saved yet.
connection-saved-are = Saved are: { $names }.
connection-bad-name = "{ $name }" cannot be a connection's name
connection-not-saved = no connection named { $name } is saved

# A copy without keys.
connection-bad-name-as-asked = that cannot be a connection's name
