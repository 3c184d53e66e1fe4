# The fourth step: the guide to the API user.
guide-title = Make the API user in { $psa }
guide-lead = Tick off what is done. If somebody else administers the PSA, write the guide to a file for them.
guide-all-done = All done: go on with Next.
guide-write-text = Write as text
guide-write-markdown = Write as Markdown
guide-written = The guide is written to { $file }.
guide-written-send-it = Send it to whoever administers the PSA; it holds no secret.
