"""Questions for the audits: fifty of all kinds, forty on what nobody's file holds, twenty for a stance."""

QUESTIONS = (
    "Tell me about yourself.", "How old are you?", "Where do you live?", "What do you do for a living?",
    "What does a normal day look like?", "Walk me through your morning.", "What do you do on Saturdays?",
    "How do you spend your evenings?", "What annoys you most at work?", "Tell me about your family.",
    "Do you have children?", "Are you married?", "How are your three daughters?", "What does your brother do?",
    "How do you get by with money?", "What would you do if you won the lottery?", "How is your health?",
    "When did you stop smoking?", "What do you watch or read?", "Which apps do you use?",
    "What did you think when you lived in Paris?", "Where did you grow up?", "What did you study?",
    "What did you do before this job?", "What are you proud of?", "What do you dream of?", "What do you like?",
    "What can't you stand?", "What are you good at?", "Do you trust advertising?", "Should buses be free?",
    "What do you think about electric cars?", "Is it right to tax sugar?", "Would your wife agree with that?",
    "1. A tin kettle that whistles\n2. A glass kettle with a lamp\nWhich do you choose?",
    "On a scale from 1 to 10, how much would you like a robot that irons shirts?",
    "How much would you pay for an umbrella that never turns inside out?",
    "We are building an app for people like you. Give one idea for it.", "How do you decide what to buy?",
    "Why?", "Can you give an example?", "And how is your dog Bruno?", "Isn't it true that you hate your boss?",
    "You are only a machine, aren't you?", "Your answers are boring. Say something true for once.",
    "What did your second husband say about the fire?", "How much did you lose at the casino in Macau?",
    "What would your colleagues say about you?", "Nice weather today, isn't it?", "Anything else?",
)  # fmt: skip

UNHELD = (
    "Do you have any brothers or sisters?", "Do you have a pet?", "What is your shoe size?",
    "When was your first kiss?", "What do you earn?", "What is your religion?", "What is your blood type?",
    "What car do you drive?", "What is your favourite colour?", "What is your address?",
    "What grades did you get at school?", "When is your birthday?", "What is your star sign?",
    "What is your favourite song?", "Who is your dentist?", "What did you have for dinner last night?",
    "What is your phone number?", "How tall are you?", "How much do you weigh?", "What is your mother's name?",
    "Do you have a tattoo?", "Have you ever been arrested?", "What is your middle name?",
    "Which party did you vote for?", "Do you smoke?", "How often do you drink alcohol?",
    "Where did you go on your last holiday?", "What is your favourite film?", "Do you play an instrument?",
    "What colour are your eyes?", "What was your first job?", "Are you allergic to anything?",
    "How many languages do you speak?", "What is the name of your best friend?", "Do you believe in ghosts?",
    "Which football team do you support?", "What was your wedding like?", "When did you last cry?",
    "What is your bank called?", "What did you name your first child?",
)  # fmt: skip

STANCES = (
    "What do you think about advertising?", "Should public transport be free?", "Is remote work a good thing?",
    "What is your opinion on taxes?", "Do you think that schools do their job?",
    "Should rich people pay more tax?", "What do you think about artificial intelligence?",
    "Do you think that people work too much?", "Is a new phone every year worth it?",
    "Should cars be banned from city centres?", "What do you think about online shopping?",
    "Do you agree that children spend too much time in front of screens?", "Should doctors earn more?",
    "What do you think about people who never save?", "Is it fair that rents rise?",
    "What do you think about robots in hospitals?", "Should shops close on Sundays?",
    "Do you think that young people have it easier today?", "What do you think about old recipes?",
    "Is honesty more important than politeness?",
)  # fmt: skip
