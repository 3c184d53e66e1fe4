# How well a right is proved.
proof-granted = granted
proof-partial = partial
proof-missing = missing
proof-unproven = unproven
proof-confirmed-by-hand = confirmed by hand

# Why a right is left open, whichever PSA it is.
proof-no-answers = the answers that would show it did not come
proof-nothing-answered = no request after the login was answered

# What a request shows of a right.
proof-logged-in = logged in
proof-may-be-read = may be read
proof-refused = refused
proof-no-operation = no { $operation }
proof-operation-not-told = { $operation } not told
proof-by-admin = admin role: everything
proof-but-refused = { $found }, but { $request } was refused
proof-though-answered = { $found }, though { $request } was answered
proof-request-refused = { $request } was refused
proof-at-least-my = inquire at least My
proof-inquire = inquire { $level }
proof-not-among = not among the { $n } entries of { $group }
proof-lists = { $group } lists { $names }

# Why a right is left open, a clause.
proof-autotask-never-shows = Autotask has no request that shows it
proof-connectwise-never-shows = ConnectWise has no request that shows it
proof-stand-in-missing = { $because }; what stands in for it is missing
proof-entity-unread = { $entity } could not be looked up: { $fault }
proof-entity-not-asked = { $entity } was not looked up
proof-entity-no-operation = the API has no { $action } for { $entity }
proof-entity-no-level = { $entity } gives no known level for { $action }
proof-only-in-module = the role has { $function } only in the module "{ $module }"
proof-not-among-first = { $function } is not among the first { $n } functions of the role
proof-not-in-role = the role's list has no { $function }
proof-role-unread = the role could not be read: { $fault }
proof-role-not-read = the role was not read
proof-no-level = the role's row gives no level for { $actions }
proof-not-checked = { $because }; { $needs } could not be checked
proof-items-undocumented = ConnectWise does not say whether the list names allowed or disallowed entries
proof-items-not-read = the customised items were not read
proof-items-unread = the customised items could not be read: { $fault }
proof-items-odd = the customised items are not as documented
