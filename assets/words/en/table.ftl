# A table.
table-no-rows = No rows.
table-no-match = No row matches.
table-row = row { $at } of { $of }
table-row-in-all = row { $at } of { $of }, { $all } in all

# A flag.
table-yes = yes
table-no = no
