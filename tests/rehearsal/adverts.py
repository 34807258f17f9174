"""Things on offer from many trades, in the layouts in which people show them."""

from __future__ import annotations

ADS: dict[str, tuple[str, str]] = {
    "holidays": (
        (
            "Ad 1: Silent Shores\nA small guest house by a lake. No bar, no music, a bench and a library. Bring a book."
            "\n\nAd 2: Peak Rush\nFive days of rafting, climbing and paragliding. Wild rivers, no boredom."
            "\n\nAd 3: Sun for All\nAll-inclusive beach week for families. Kids' club from three, under six free."
        ),
        "Which of these ads convinces you most, and why?",
    ),
    "cars": (
        (
            "A) A new electric saloon. Seats that massage you, a screen from door to door, delivered in spring.\n"
            "B) A used estate car, eight years old, one owner. Every repair is in the book.\n"
            "C) A city bicycle with a basket. No fuel, no parking, no insurance."
        ),
        "Which would you take?",
    ),
    "phones": (
        (
            "**Phone 1**\nThe One Button. Big keys, a loud ring, a battery for a week. It makes calls.\n\n"
            "**Phone 2**\nNova X. Six cameras, an AI assistant that plans your day, and a scan of your face.\n\n"
            "**Phone 3**\nThe Fair Phone. You can open it with one screwdriver and repair it yourself. It lasts."
        ),
        "Which one would you choose?",
    ),
    "banks": (
        (
            "## Bank A\nEverything in one app. Open an account in four minutes, talk to our chatbot day and night.\n"
            "## Bank B\nYour branch round the corner. A person at the counter knows your name. Plain terms on a page."
            "\n## Bank C\nPrivate clients. A personal adviser for your assets, property and the estate you leave."
        ),
        "Which bank would you go to, and why?",
    ),
    "menus": (
        (
            "1. Rib-eye steak with marrow butter - 38\n2. Lentil curry with spinach and rice - 11\n"
            "3. Grilled sea bass with lemon - 27\n4. Chocolate fudge sundae with caramel - 9"
        ),
        "What would you order? Pick one.",
    ),
    "jobs": (
        (
            "Job 1: Night guard at a warehouse. You work alone, it is quiet, and the night bonus is paid weekly.\n"
            "Job 2: Team lead in a call centre. A lively crowd, targets every day, parties every month.\n"
            "Job 3: Gardener at the city park. Outdoors in all weather, fixed hours, a permanent contract."
        ),
        "Which job offer appeals to you most?",
    ),
    "slogans": (
        "",
        'Which slogan is better for a supermarket: "Honest prices, small print included" or "Live like a star"?',
    ),
    "subjects": (
        "",
        (
            "Which subject line would you open: A) Last chance: 70% off everything, B) A letter from your library, "
            "or C) Your data, their profit: who reads your messages?"
        ),
    ),
    "packages": (
        (
            "| Product | What it promises |\n|---|---|\n| Morning Mule | Strong dark coffee, cheap by the kilo |\n"
            "| Leaf & Calm | Herbal tea for better sleep, organic, no caffeine |\n"
            "| Volt | Energy drink with sugar and taurine for long gaming nights |"
        ),
        "Which product is for you?",
    ),
    "homes": (
        (
            "Option A: Top-floor studio in the centre, bars downstairs, no lift, trams all night.\n"
            "Option B: Ground-floor flat at the edge of town, garden, dogs welcome, bus every hour.\n"
            "Option C: Serviced apartment with concierge, sauna and river view."
        ),
        "Where would you move? Choose A, B or C.",
    ),
    "evenings": ("", "Would you rather go to a techno party or a choir concert?"),
    "insurers": (
        (
            "Ad 1\nHeadline: Sleep well\nCovers accidents, hospital and theft. We pay within a week.\n\n"
            "Ad 2\nHeadline: Drive and save\nA tracker in your car records how you drive. The careful pay half.\n"
        ),
        "Which of the two ads would you click, and why?",
    ),
    "gyms": (
        (
            "1) Iron Temple: loud music, heavy weights, personal records, open all night.\n"
            "2) Gentle Moves: water gymnastics for stiff knees, seated classes, a nurse in the room.\n"
            "3) Trail Club: we run, hike and ski together every Sunday, membership free."
        ),
        "Which of these would you join?",
    ),
    "gifts": (
        (
            "- Handmade leather notebook, stitched in a village workshop\n- Voucher for a virtual reality arcade\n"
            "- A goat for a poor family, given in your name to a charity\n- A bottle of vintage champagne"
        ),
        "Which gift would please you most?",
    ),
    "schools": (
        (
            "Which of these evening courses do you prefer: 'Python for beginners', 'Repair your furniture', "
            "'Salsa and singles' or 'Bible and bread'?"
        ),
        "Pick one and say why.",
    ),
}
