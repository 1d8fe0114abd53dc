"""The invented people and places that the built-in rehearsal centre is made of."""

LEARNER, TRAINEE_ASSESSOR, ASSESSOR, IQA, EMPLOYER, OBSERVER = 1, 4, 5, 10, 40, 45
HARBOURSIDE, MOORGATE = 5740, 5741

LEARNERS = """
Aaliyah Hussain, Abigail Thornton, Adam Wójcik, Aisha Begum, Alfie Turner, Amara Okafor, Amelia Clarke, Anjali Patel,
Archie Robinson, Ayesha Khan, Bartosz Kowalski, Beatriz Ferreira, Bethan Griffiths, Callum MacDonald, Caoimhe O'Neill,
Charlotte Webb, Chidi Eze, Chloe Wilkinson, Connor Murphy, Daisy Fletcher, Daniel Osei, Darius Popescu, Demi Campbell,
Dylan Price, Ebony Johnson, Eleanor Hughes, Elif Yılmaz, Ellie-Mae Barker, Emily Rose Carter, Ethan Walker, Eva Novák,
Farhan Malik, Fatima Ali, Finlay Stewart, Freya Lindqvist, Gareth Lloyd, George Papadopoulos, Grace Adeyemi,
Gurpreet Singh, Hamza Sheikh, Hannah Cooper, Harleen Kaur, Harry Bennett, Hina Chaudhry, Imogen Shaw, Isla McKenzie,
Jack Saunders, Jade Francis, Jakub Nowak, Jasmine Reid, Jayden Brown, Jodie Marsh, Jordan Lewis, José Martínez,
Kacper Zieliński, Katie Ward, Keira Doyle, Kwame Boateng, Lauren Simpson, Leila Rahimi, Leo Vandenberg, Lily Nguyen,
Lucy Hartley, Mai Tran, Mason Phillips, Megan Rhys-Jones, Mia Rossi, Mohammed Khan, Mohammed Khan, Molly Atkinson,
Nadia Haddad, Niamh Kelly, Noah Edwards, Olivia Mensah, Owen Parry, Poppy Sutton, Priya Sharma, Rhys Morgan,
Ruby Gallagher, Samuel Asante, Sasha Ivanova, Shanice Williams, Sofia Marques, Tariq Aziz, Thomas Fairclough,
Tia Grant, Zara Iqbal, Zofia Dąbrowska
"""
ASSESSORS = """
Alison Pemberton, Bola Akintola, Christine Yates, David Evans, David Evans, Deepak Joshi, Fiona Armstrong,
Graham Whittle, Helen Ashworth, Ifeoma Nwosu, Karen Birch, Marcin Lewandowski, Paul Tranter, Sunita Rao
"""
TRAINEES = "Georgia Lane, Kieran Duffy, Nasreen Akhtar"
IQAS = "Helen Ashworth, Martin Goodall, Rukhsana Mirza, Stephen Cole, Yvonne Clarke"
EMPLOYERS = """
Andrew Pike, Angela Hewitt, Barbara Sims, Chinwe Obi, Claire Dunning, Derek Foster, Emma Garside, Gillian Peel,
Harjit Dhillon, Ian Crossley, Joanne Tully, Julie Bannister, Kevin Moss, Linda Okoro, Mark Ellison, Naveed Anwar,
Patricia Gray, Peter Hallam, Robert Sykes, Rosa Delgado, Samantha Quinn, Tracey Noble, Vikram Desai
"""
OBSERVERS = "Carol Jessop, Dominic Hale, Emeka Uche, Maureen Platt, Sian Bowen, Tom Ridley"
MOORGATE_LEARNERS = """
Alice Brennan, Ben Hargreaves, Chanel Thomas, Dmitri Petrov, Erin Pugh, Femi Balogun, Holly Stokes, Ibrahim Yusuf,
Josh Tattersall, Kirsty Muir, Luca Bianchi, Maryam Siddiqui, Nathan Crabtree, Rebecca Stone
"""
MOORGATE_STAFF = {
    ASSESSOR: "Denise Rawlings, Omar Farouk, Trevor Lamb",
    TRAINEE_ASSESSOR: "Amy Fielding",
    IQA: "Janet Sowerby",
    EMPLOYER: "Colin Baxter, Mei Lin Chow, Ruth Appleyard",
    OBSERVER: "Gordon Fry",
}

ORGANISATIONS = (
    (HARBOURSIDE, "Harbourside Training", "harbourside.example.org", False),
    (MOORGATE, "Moorgate Skills Academy", "moorgate.example.org", True),
)
PLACEMENTS = (
    (HARBOURSIDE, "Bluebell Day Nursery", "bluebell.example.org"),
    (HARBOURSIDE, "Little Acorns Pre-School", "littleacorns.example.org"),
    (HARBOURSIDE, "Quayside Dental Practice", "quayside.example.org"),
    (HARBOURSIDE, "Harbour View Care Home", "harbourview.example.org"),
    (HARBOURSIDE, "St Brannock's Residential Care", "stbrannocks.example.org"),
    (HARBOURSIDE, "Westering Borough Council", "westering.example.org"),
    (HARBOURSIDE, "Tidewell Insurance Brokers", "tidewell.example.org"),
    (HARBOURSIDE, "Pike & Sons Joinery", "pikejoinery.example.org"),
    (HARBOURSIDE, "Crossley Construction Ltd", "crossley.example.org"),
    (HARBOURSIDE, "Northgate Logistics", "northgate.example.org"),
    (HARBOURSIDE, "Beacon Digital Marketing", "beacon.example.org"),
    (HARBOURSIDE, "Fernhill Primary School", "fernhill.example.org"),
    (HARBOURSIDE, "Westering NHS Foundation Trust", "westeringnhs.example.org"),
    (MOORGATE, "The Packhorse Inn", "packhorse.example.org"),
    (MOORGATE, "Appleyard Gardens", "appleyard.example.org"),
    (MOORGATE, "Moorgate Grand Hotel", "moorgategrand.example.org"),
)
CLASSROOMS = (
    (HARBOURSIDE, "Adult Care September 2026"),
    (HARBOURSIDE, "Business Admin January 2026"),
    (HARBOURSIDE, "Business Admin September 2026"),
    (HARBOURSIDE, "Customer Service Rolling"),
    (HARBOURSIDE, "Data Technician September 2026"),
    (HARBOURSIDE, "Early Years January 2026"),
    (HARBOURSIDE, "Early Years September 2026"),
    (HARBOURSIDE, "Marketing September 2026"),
    (HARBOURSIDE, "Site Carpentry 2025/26"),
    (HARBOURSIDE, "Team Leading Evening Group"),
    (MOORGATE, "Chefs Autumn 2026"),
    (MOORGATE, "Horticulture 2026"),
)
PROVIDERS = (
    (HARBOURSIDE, "Harbourside Training"),
    (HARBOURSIDE, "Westering College"),
    (MOORGATE, "Moorgate Skills Academy"),
)
LEARNER_STATUSES = ("In learning", "Break in learning", "Completed", "Withdrawn", "Awaiting end-point assessment")

# The standard's title, the class of its learners, the prefix of its units' IDs, and its units.
STANDARDS = (
    (HARBOURSIDE, "Adult Care Worker Level 2", 0, "ACW", ("Safeguarding", "Person-centred Care", "Health and Safety",
     "Infection Prevention", "Personal Development")),
    (HARBOURSIDE, "Business Administrator Level 3", 2, "BA", ("Communication", "IT and Record Keeping",
     "Planning and Organisation", "Project Management", "Professional Conduct", "Stakeholders")),
    (HARBOURSIDE, "Customer Service Practitioner Level 2", 3, "CSP", ("Knowing Your Customers",
     "Meeting Regulations", "Product Knowledge", "Influencing Skills", "Right First Time")),
    (HARBOURSIDE, "Data Technician Level 3", 4, "DT", ("Sourcing Data", "Blending Data", "Analysing Data",
     "Presenting Data", "Legal and Ethical Duties")),
    (HARBOURSIDE, "Early Years Educator Level 3", 6, "EYE", ("Child Development", "Safeguarding in the Early Years",
     "Promoting Play", "Observation and Assessment", "Working with Parents", "Reflective Practice")),
    (HARBOURSIDE, "Multi-channel Marketer Level 3", 7, "MCM", ("Marketing Principles", "Content Creation",
     "Campaign Analysis", "Brand and Budget")),
    (HARBOURSIDE, "Carpentry and Joinery: Site Carpenter Level 2", 8, "SC", ("First Fix", "Second Fix",
     "Structural Carcassing", "Working Safely on Site")),
    (HARBOURSIDE, "Team Leader Level 3", 9, "TL", ("Leading People", "Managing Projects", "Finance",
     "Self-awareness", "Decision Making")),
    (MOORGATE, "Commis Chef Level 2", 10, "CC", ("Culinary Basics", "Food Safety", "Kitchen Teamwork")),
    (MOORGATE, "Horticulture Operative Level 2", 11, "HO", ("Plant Knowledge", "Machinery", "Soil and Growth")),
)  # fmt: skip
KEY_SKILLS = (("KS_COMM1", "Key Skills: Communication"), ("KS_NUM1", "Key Skills: Application of Number"))
