# A table.
table-no-rows = No rows.
table-no-match = No row matches.
table-no-match-in-part = No match in the { $part }.
table-row = row { $at } of { $of }
table-row-in-all = row { $at } of { $of }, { $all } in all
table-row-in-part = row { $at } of { $of } in the { $part }

# A flag.
table-yes = yes
table-no = no
