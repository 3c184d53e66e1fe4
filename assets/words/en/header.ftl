# What the header calls the connection.
header-connections = connections
header-new-connection = new connection
header-step = Step { $n }/{ $of }
