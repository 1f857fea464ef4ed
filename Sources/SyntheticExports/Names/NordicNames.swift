/// Common names of the Nordic countries (how they are written down: `NamePool`).
extension NamePool {
    static let swedish = NamePool(
        men: """
            Lars Erik Anders Johan Per Karl Mikael Jan Peter Thomas Daniel Fredrik Andreas \
            Stefan Mats Håkan Göran Björn Åke Sören Jörgen Torbjörn Oskar Viktor Emil Gustav \
            Axel Elias Hugo Linus
            """,
        women: """
            Anna Eva Maria Karin Kristina Lena Sara Emma Malin Jenny Åsa Märta Ingrid Birgitta \
            Marie Elin Hanna Ida Sofia Linnéa Frida Johanna Katarina Ulrika Elsa Alva Wilma \
            Desirée Märit Gun-Britt
            """,
        family: """
            Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson \
            Gustafsson Pettersson Jonsson Jansson Hansson Bengtsson Jönsson Lindberg Jakobsson \
            Magnusson Lindström Olofsson Lindqvist Lindgren Axelsson Berg Bergström Lundberg \
            Lund Lundgren Mattsson Lundqvist Berglund Fredriksson Sandberg Henriksson Forsberg \
            Sjöberg Wallin Engström Danielsson Håkansson Eklund Lundin Gunnarsson Björk \
            Bergman Holm Samuelsson Fransson Wikström Isaksson Bergqvist Arvidsson Nyström \
            Holmberg Löfgren Söderberg Nyberg Blomqvist Claesson Mårtensson Nordström \
            Lundström Pålsson Viklund Eliasson Björklund Berggren Sandström Nordin Ström \
            Hermansson Åberg Ekström Holmgren Sundberg Hedlund Dahlberg Hellström Sjögren \
            Åkesson Öberg Östlund Ågren
            """,
        nicknames: """
            Mikael:Micke Fredrik:Fredde Johan:Janne Anders:Ante Katarina:Kattis Kristina:Stina
            """)

    static let norwegian = NamePool(
        men: """
            Jan Per Bjørn Ole Lars Kjell Knut Svein Arne Thomas Hans Geir Tor Morten Terje Odd \
            Erik Martin Andreas Øyvind Håkon Pål Bård Jørgen Sjur Trygve Magnus Kristian \
            Henrik Sindre Eirik Ståle
            """,
        women: """
            Anne Inger Kari Marit Ingrid Liv Eva Berit Astrid Bjørg Hilde Ida Nina Bente \
            Sissel Solveig Åse Ragnhild Gerd Randi Silje Tone Camilla Hanne Turid Wenche Gunn \
            Åshild Målfrid Bodil Eldrid Frøydis
            """,
        family: """
            Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen \
            Johnsen Pettersen Eriksen Berg Haugen Hagen Johannessen Andreassen Jacobsen Dahl \
            Halvorsen Henriksen Lund Jørgensen Sørensen Jakobsen Gundersen Moen Iversen \
            Svendsen Strand Solberg Martinsen Paulsen Knutsen Eide Bakken Kristoffersen \
            Mathisen Lie Rasmussen Amundsen Lunde Kristensen Bakke Moe Nygård Berge Fredriksen \
            Solheim Holm Lien Hauge Christensen Andresen Knudsen Nielsen Evensen Sæther \
            Hanssen Aas Myhre Thomassen Simonsen Haugland Sivertsen Berntsen Ali Danielsen \
            Rønning Arnesen Sandvik Naess Antonsen Vik Haug Ellingsen Gulbrandsen Thorsen \
            Edvardsen Åsen Brekke Tangen Ødegård Østby Bø Røed Skjærvø
            """,
        nicknames: """
            Kristian:Kris Kristoffer:Kris Magnus:Mange Ingrid:Inga Camilla:Milla Thomas:Tom
            """)

    static let finnish = NamePool(
        men: """
            Juhani Johannes Olavi Antero Tapani Kalevi Tapio Matti Mikael Petteri Ilmari Pekka \
            Timo Jari Kari Antti Mika Juha Jukka Markku Heikki Hannu Seppo Ville Väinö Sampo \
            Jörn Eero Onni Leo Åke
            """,
        women: """
            Maria Helena Johanna Anneli Kaarina Marjatta Anna Liisa Sofia Annikki Hannele \
            Tuulikki Päivi Ritva Leena Tuula Sari Minna Pirjo Riitta Kirsi Aino Eeva Emilia \
            Hilja Aila Säde Tyyne Saara Elli
            """,
        family: """
            Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen \
            Järvinen Lehtonen Lehtinen Saarinen Niemi Salminen Salonen Heinonen Heikkilä Salo \
            Kinnunen Turunen Laitinen Tuominen Rantanen Karjalainen Jokinen Mattila Savolainen \
            Lahtinen Ahonen Ojala Leppänen Kallio Väisänen Hiltunen Miettinen Leinonen \
            Pitkänen Aaltonen Manninen Koivisto Hakala Anttila Laaksonen Hirvonen Räsänen \
            Lehto Laakso Toivonen Aalto Mustonen Rantala Nurmi Moilanen Aho Niskanen Hänninen \
            Partanen Kettunen Pulkkinen Seppälä Nurminen Salmi Kemppainen Eskelinen Peltonen \
            Pesonen Karppinen Ikonen Tikkanen Oksanen Haapala Kokkonen Mikkola Lindström \
            Halonen Ylönen Väänänen Sillanpää Vainio Uusitalo Peltola Myllymäki Öhman Österman \
            Åström
            """,
        nicknames: """
            Johannes:Juha Mikael:Mika Antero:Atte Johanna:Hanna Helena:Leena Emilia:Emmi
            """)

    static let danish = NamePool(
        men: """
            Peter Jens Michael Lars Henrik Thomas Søren Jan Niels Christian Martin Jørgen Hans \
            Anders Morten Jesper Ole Per Mads Erik Rasmus Bjørn Kjær Aage Frederik Mikkel \
            Kasper Emil Oliver Asger Bo
            """,
        women: """
            Anne Kirsten Mette Hanne Anna Helle Maria Susanne Lene Marianne Inge Camilla Karen \
            Lone Bente Charlotte Pia Louise Tina Gitte Birthe Jytte Åse Solvej Ida Freja Sofie \
            Cecilie Maren Bodil
            """,
        family: """
            Nielsen Jensen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen \
            Jørgensen Petersen Madsen Kristensen Olsen Thomsen Christiansen Poulsen Johansen \
            Møller Mortensen Knudsen Jakobsen Mikkelsen Lund Holm Schmidt Eriksen Clausen \
            Kristiansen Simonsen Svendsen Andreasen Iversen Jeppesen Østergaard Nissen \
            Lauridsen Vestergaard Jespersen Mogensen Kjær Jacobsen Nygaard Jessen Frandsen \
            Søndergaard Winther Laursen Dahl Bertelsen Bech Lassen Carlsen Gregersen \
            Steffensen Bruun Bach Berg Toft Bak Friis Hermansen Kruse Nørgaard Johnsen Krogh \
            Schultz Juhl Beck Dam Holst Skov Thygesen Hald Bundgaard Ravn Gade Ibsen Aagaard \
            Hjørth Bøgh Nygård Sønderby Bjerre
            """,
        nicknames: """
            Christian:Chris Michael:Mikkel Frederik:Freddy Susanne:Sanne Charlotte:Lotte \
            Rasmus:Ras
            """)
}
