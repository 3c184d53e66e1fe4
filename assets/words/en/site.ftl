# The third step: the site.
site-title = Where does your { $psa } answer?
site-lead = Look it up, choose the { $site }, or paste any address of it. No key is sent here.
site-look-up-help = Enter looks it up. { $says }
site-address = Address
site-address-help = From the browser, a vendor's form or a note; whatever follows the host is left out.
site-every = Every { $site }
site-keys-go-to = Keys will go to { $site } only:

# A look-up.
site-asking = asking who knows "{ $text }", { $n } answered, no key is sent
site-knows-you = { $host }: knows you as { $says }
site-knows-you-not = { $host }: does not know you
site-field-empty = { $field } is empty.
site-field-empty-remedy = Type it and press Enter; no key is sent to look it up.
site-found = { $site } knows "{ $text }".
site-found-remedy = It is chosen: press Next to use it.
site-several-remedy = Choose the one that you log in to with your browser.

# Going on.
site-stranger = { $site } does not know "{ $text }", but { $other } does.
site-stranger-remedy = Choose { $other }, or go on once more to keep it as it is.
site-address-unusable = The address cannot be used as it is.
site-address-unusable-remedy = Mend it as it says below the field, or choose from the list.
site-none-chosen = No { $site } is chosen yet.
site-none-chosen-remedy = Choose one from the list, or paste an address.
site-none-chosen-look-up = Press "Look up" to ask who knows what you typed; or choose one from the list, or paste an address.
site-none-chosen-look-up-in-lines = Answer m, then "Look up" to ask who knows what you typed; or choose one from the list, or enter an address.
site-look-up = Look up
site-none-asked = No { $site } could be asked: { $why }
site-none-knows = { $failed ->
        [0] No { $site } knows "{ $text }".
       *[other] No { $site } knows "{ $text }". { $failed } could not be asked.
    }

site-several = { $n } { $site }s know "{ $text }".

# An example of an address.
site-address-or-own = { $browser } or psa.example.com
