# Set-ups that were cut off.
drafts-title = Go on where it was cut off?
drafts-title-several = Go on where one was cut off?
drafts-lead = The answers were kept, the keys were not. Nothing is sent by taking it up.
drafts-no-name = no name yet
drafts-cut-off = cut off
drafts-step = step { $n } of { $of } ({ $label })
drafts-cut-off-at = Cut off at { $step }, { $ago }: { $what }.
drafts-resume = Resume
drafts-start-anew = Start anew
drafts-throw-away = Throw it away

# What is said when one is taken up.
drafts-unreadable = A set-up that was cut off cannot be read: { $fault }.
drafts-no-focus = No set-up is chosen.
drafts-move-first = Choose one first.
drafts-thrown-away = It is thrown away.
drafts-nothing-else-changed = Nothing else was changed, here or in the PSA.
drafts-other-answers = The other answers are as you gave them, but for the keys.
drafts-keys-not-kept = The keys were not kept: paste them again.
drafts-nothing-sent = Nothing is sent before you press Test.
drafts-answers-kept = Your answers are as you gave them.
drafts-go-on-here = Go on here.
drafts-psa-unknown = This psa-connect does not know the PSA "{ $psa }" any more.
drafts-integration-unknown = The integration "{ $integration }" is not here: choose one, or start with its file.
drafts-site-unknown = The { $site-word } "{ $site }" is not known any more: choose one.
drafts-pin-elsewhere = The site answers elsewhere now: the certificate that you trusted is not used there.
drafts-not-kept = If this set-up is cut off, its answers are lost: { $fault }.

drafts-for = { $psa } for { $product }

# Set-ups that were cut off, from the command line.
drafts-none = No set-up was cut off.
drafts-removed = { $n ->
        [one] One set-up that was cut off is removed.
       *[other] { $n } set-ups that were cut off are removed.
    }

# The heads of the table.
drafts-head-age = AGE
drafts-head-at = CUT OFF AT
drafts-head-what = WHAT
