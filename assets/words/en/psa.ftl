# The first step: which PSA.
psa-title = Which PSA do you want to connect?
psa-lead = Choose one and press Enter.
psa-before-you-begin = Before you begin
psa-none-chosen = No PSA is chosen yet.
psa-choose-one = Move to one and press Enter.
