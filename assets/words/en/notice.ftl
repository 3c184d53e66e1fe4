# What a notice says below its sentence.
notice-whose = Whose job: { $whose }
notice-whose-at = Whose job: { $whose }, at { $menu }
