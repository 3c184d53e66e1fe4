# Exports.
export-what = what is to be exported is not said
export-what-next = Name a list and a format (psa-connect export NAME companies --format csv), or a file with --template.
export-raw = --raw is about CSV
export-raw-next = Leave it out: other formats have cells as they are.
export-template-unreadable = the template { $template } cannot be read: { $error }
export-template-unreadable-next = Name a text file with --template.
export-written = { $file } is written, for this account only.
export-needs-number = a number
export-warning = warning: { $says } Bring it up to date with: psa-connect pull { $name }
export-no-parquet = this psa-connect was built without Parquet
export-no-parquet-next = Use --format csv or jsonl.
export-parquet-to-terminal = standard output is a terminal, which cannot show Parquet
export-parquet-to-terminal-next = Write it into a file with -o, or use --format csv or jsonl.
export-pull-first = Pull it first: psa-connect pull { $name }{ $named }
export-pull-again = Pull it again, which adds them: psa-connect pull { $name }{ $named }
export-nothing-pulled = nothing of { $name } was ever pulled
export-list-never-pulled = { $list } of { $name } was never pulled
export-pulled-before = an earlier psa-connect pulled { $list }, without { $columns }
export-unknown-psa = the connection is of a PSA that this version does not know: { $psa }
export-unknown-psa-next = Use the version that saved it.
export-no-list = { $psa } has no list named "{ $list }"
export-there-are = There are: { $names }.
export-no-column = { $list } has no column named "{ $column }"
export-column-twice = the column { $column } is named twice
export-column-twice-next = Name each column once.
export-not-to-its-end = { $list } was never read to its end; rows are missing.
export-last-pull = The last pull was { $ago }.
export-cannot-be-written = it cannot be written
export-cannot-be-written-next = Check where it goes.
export-a-row = a row of { $list }
export-the-row = row { $id } of { $list }
export-misfit = { $name } in { $row } is not { $needs }
export-misfit-next = Leave { $name } out with --columns, or use --format csv.
export-parquet-failed = the rows cannot be written as Parquet: { $says }
export-parquet-failed-next = Use --format csv or jsonl.
export-file-unwritten = { $file } cannot be written: { $error }
export-file-unwritten-next = Free some space there, or name another file with -o. What was there is as it was.
export-output-unwritten = standard output did not take all of it: { $error }
export-output-unwritten-next = Check the program or the file that it goes to.
export-needs-other = no yes or no
export-needs-whole-number = a whole number
export-needs-flag = yes or no
export-needs-amount = an amount of 20 digits and 18 behind the point at most
export-needs-day = a day
export-needs-moment = a moment
export-template-no = there is no { $names }
export-template-undefined = it names something that there is not
export-template-mend = Mend that line. Filters are json, shell, toml and powershell; docs/hand-over.md has examples.
export-template-mend-names = Mend that line. There are: { $names }, and fields, a map of the login's own.

# How much it came to.
export-rows = { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }
export-counted = { $rows } of { $list }, { $bytes } bytes.
export-counted-in = { $n ->
        [one] { $n } row of { $list } is in { $file }, { $bytes } bytes.
       *[other] { $n } rows of { $list } are in { $file }, { $bytes } bytes.
    }
export-progress = { $list }: { $rows } of { $total } rows, { $rate } a second

# A place in a template.
export-template-line = { $file }, line { $line }
