# The default connection.
default-set = { $name } is the default connection now ({ $file }).
default-none-any-more = There is no default connection any more.
default-none = No default is set. Set one with: psa-connect default NAME
default-not-saved = warning: no connection named { $name } is saved
