/// Common names of English-speaking countries: a shared pool, and what each country adds to it.
extension NamePool {
    static let english = NamePool(
        men: """
            James John Robert Michael William David Richard Joseph Thomas Charles Christopher \
            Daniel Matthew Anthony Mark Steven Paul Andrew Joshua Kenneth Kevin Brian George \
            Edward Ronald Timothy Jason Oliver Harry Jack Alfie Noah Leo Arthur Samuel \
            Benjamin Nathan
            """,
        women: """
            Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Nancy \
            Lisa Margaret Betty Sandra Ashley Dorothy Kimberly Emily Donna Michelle Carol \
            Amanda Melissa Deborah Olivia Amelia Isla Ava Grace Freya Charlotte Zoë Chloë \
            Renée Sophie Victoria
            """,
        family: """
            Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Thomas Taylor \
            Moore Jackson Martin Lee Thompson White Harris Clark Lewis Robinson Walker Young \
            Allen King Wright Scott Hill Green Adams Baker Nelson Hall Campbell Mitchell \
            Carter Roberts Phillips Evans Turner Parker Collins Edwards Stewart Morris Murphy \
            Cook Rogers Morgan Cooper Peterson Reed Bailey Bell Kelly Howard Ward Cox \
            Richardson Wood Watson Brooks Bennett Gray Hughes Price Myers Long Foster Sanders \
            Ross Powell Jenkins Perry Russell Sullivan Barnes Fisher Henderson Cole West \
            Jordan
            """,
        nicknames: """
            William:Bill Robert:Bob Michael:Mike Richard:Dick Elizabeth:Liz Margaret:Peggy \
            Edward:Ted Christopher:Chris Thomas:Tom Jennifer:Jen Anthony:Tony Deborah:Debbie \
            Katherine:Kate
            """)

    static let british = NamePool(
        men: "Nigel Graham Gareth Alistair Callum Rhys Mohammed Archie",
        women: "Gemma Bronwen Siân Fiona",
        family: """
            Patel Khan Griffiths Owen Marsh Fletcher Hargreaves Llewellyn Brontë Featherstone
            """,
        nicknames: "Alexander:Sandy")
    static let irish = NamePool(
        men: """
            Seán Cian Oisín Pádraig Eoin Conor Darragh Tadhg Fionn Ciarán Séamus Mícheál
            """,
        women: """
            Aoife Niamh Saoirse Ciara Róisín Caoimhe Gráinne Sinéad Áine Bríd Órla Clíodhna
            """,
        family: """
            O'Brien Byrne Ryan O'Sullivan O'Connor Walsh Doyle McCarthy Gallagher Doherty \
            Kennedy Lynch Murray Quinn McLoughlin O'Neill Fitzgerald Ó_Súilleabháin Ní_Bhriain \
            Ó_Conchúir Breathnach
            """,
        nicknames: "Séamus:Shay Pádraig:Paddy Bríd:Bridie")
    static let newZealand = NamePool(
        men: "Tāne Wiremu Nikau Hēmi Rāwiri Manaia",
        women: "Aroha Mere Kahurangi Hinemoa Ngaio Māia",
        family: """
            Ngata Parata Tūhoe Henare Te_Kanawa Tamihana Pōtae Rangihuna Wāaka Singh
            """,
        nicknames: "Wiremu:Wī")
    static let australian = NamePool(
        men: "Lachlan Angus Hamish Bruce Darcy Zac",
        women: "Kylie Matilda Sheila Bindi Tahlia Indigo",
        family: """
            Nguyen Tran Papadopoulos McDonald Fraser Singh Kaur O'Donnell Zhang Rossi
            """,
        nicknames: "Barry:Bazza")
    static let southAfrican = NamePool(
        men: """
            Pieter Johannes Sipho Thabo Lungelo Andries Hendrik Bongani Kagiso Mandla François \
            Danie
            """,
        women: """
            Annelise Marlene Nomvula Thandiwe Zanele Lerato Lindiwe Naledi Karabo Chanté Elré \
            Ilzé
            """,
        family: """
            Botha van_der_Merwe Pretorius Nel Venter du_Plessis Coetzee Fourie Naidoo Govender \
            Dlamini Nkosi Ndlovu Khumalo Mokoena Mahlangu Zulu Sithole Müller Kruger Steyn \
            Erasmus van_Wyk Labuschagné
            """,
        nicknames: "Johannes:Hannes Hendrik:Henk")
    static let canadian = NamePool(
        men: "Étienne François Jean-Philippe Mathieu Félix Olivier Gérard Wei Raj",
        women: "Geneviève Mélanie Amélie Noémie Zoé Chloé Marie-Ève Priya Mei",
        family: """
            Tremblay Gagnon Roy Côté Bouchard Gauthier Morin Lavoie Fortin Gagné Ouellet \
            Pelletier Bélanger Lévesque Bergeron Leblanc Singh Chan Wong MacDonald
            """,
        nicknames: "Geneviève:Gen")
    static let american = NamePool(
        men: "José Luis Carlos DeShawn Tyrone Wyatt Mason Logan",
        women: "María Guadalupe LaToya Aaliyah",
        family: """
            Garcia Rodríguez Martínez Hernández López González Pérez Sánchez Ramírez Torres \
            Flores Rivera Nguyen Washington Jefferson Kim Patel Gutiérrez Ortiz Chávez
            """,
        nicknames: "José:Pepe")
}
