# Who the login is.
member-user-unread = who this login is could not be read: { $fault }
member-unread = who the login is could not be read: { $fault }
member-api-user = API user { $user }; its security level cannot be read
member-api-user-unseen = API user { $user }; the API shows no record of it; its security level cannot be read
member-nameless = the PSA gave no name for the login at { $host }
member-role = role { $role }
member-admin = admin: everything is allowed
member-inactive = set inactive

# What its role shows.
member-admin-role = admin role: everything is allowed
member-other-role = role { $role }, not an admin role
member-no-admin-role = not an admin role
member-admin-excess = Admin role
member-admin-excess-named = Admin role { $role }
member-everything = everything
member-nameless-function = a function without a name
member-no-known-level = no level that is known
member-levels = { $function }: { $levels }
member-levels-unsure = { $function }: { $levels } (not found by its name and module)
member-only-in-module = { $function } only in the module "{ $module }"
member-no-function = no { $function } among { $n } functions

# What is noted of it.
member-note-admin = The admin role allows everything, which is more than the integration needs; the least-privilege role is safer.
member-note-license = These keys belong to a member who is not an API member; a dedicated API member is easier to trace.
member-note-functions = The role has { $n } functions or more; those after them were not read.
