/// Common names of German- and Dutch-speaking countries.
extension NamePool {
    static let german = NamePool(
        men: """
            Peter Michael Thomas Andreas Wolfgang Klaus Jürgen Günter Stefan Christian Uwe \
            Werner Horst Frank Dieter Manfred Gerhard Hans Bernd Matthias Jörg Björn Sören \
            Götz Rüdiger Lukas Leon Finn Jonas Felix
            """,
        women: """
            Ursula Karin Helga Sabine Ingrid Renate Monika Susanne Gisela Petra Birgit Andrea \
            Anna Brigitte Claudia Erika Christa Elke Stefanie Gertrud Käthe Bärbel Jördis \
            Hannelore Mia Lea Marlène Zoë Lotte Ute
            """,
        family: """
            Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer \
            Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger \
            Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier Lehmann Schmid Schulze \
            Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz \
            Möller Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler \
            Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus \
            Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt \
            Haas Weiß-Krüger von_Bülow Großmann Strauß
            """,
        nicknames: """
            Wolfgang:Wolf Michael:Michi Andreas:Andi Stefanie:Steffi Susanne:Susi \
            Gertrud:Trudi
            """)

    static let austrian = NamePool(
        men: """
            Franz Josef Johann Karl Leopold Alois Florian Tobias Maximilian Valentin Jakob \
            Raphael
            """,
        women: """
            Maria Elisabeth Theresia Hermine Rosa Katharina Magdalena Viktoria Johanna \
            Bernadette Sophie
            """,
        family: """
            Gruber Huber Pichler Steiner Moser Mayer Hofer Leitner Berger Fuchs Eder Fischer \
            Schmid Winkler Weber Schwarz Maier Schneider Reiter Mayr Wimmer Egger Brunner Lang \
            Baumgartner Auer Binder Lechner Wallner Aigner Ebner Koller Lehner Haas Schuster \
            Heilig Österreicher Brückl Dvořák
            """,
        nicknames: """
            Josef:Sepp Johann:Hans Leopold:Poldi Maximilian:Max Elisabeth:Sissi Magdalena:Leni
            """)

    static let swiss = NamePool(
        men: """
            Reto Urs Beat Ueli Marco Luca Jean-Pierre Étienne Fabio Nico Rémy Giovanni
            """,
        women: """
            Ruth Vreni Regula Chiara Francesca Céline Noémie Chantal Elisabeth Verena Lara \
            Giulia
            """,
        family: """
            Müller Meier Schmid Keller Weber Huber Schneider Meyer Steiner Fischer Gerber \
            Brunner Baumann Frei Zimmermann Moser Widmer Wyss Graf Roth Baumgartner Suter \
            Favre Rochat Bianchi Bernasconi Rossi Zürcher Bühler Küng Ackermann Jäggi Lüthi \
            Zgraggen Aeschlimann Rüegg
            """,
        nicknames: """
            Ulrich:Ueli Verena:Vreni Elisabeth:Lisi Johannes:Hannes Giovanni:Gianni \
            Francesca:Franca
            """)

    static let dutch = NamePool(
        men: """
            Johannes Jan Cornelis Hendrik Willem Pieter Jacobus Gerrit Dirk Maarten Thijs \
            Sander Bram Daan Sem Lucas Levi Finn Noah Milan Ruben Joost Koen Wouter Jeroen Bas \
            Niels Tim Stijn René
            """,
        women: """
            Maria Johanna Anna Cornelia Elisabeth Catharina Wilhelmina Hendrika Margaretha \
            Petronella Emma Julia Sophie Sanne Lotte Fleur Anouk Femke Lieke Eva Roos Zoë Noor \
            Tess Marloes Esther Loïs Chloë Inge Renée
            """,
        family: """
            de_Jong Jansen de_Vries van_den_Berg van_Dijk Bakker Janssen Visser Smit Meijer \
            de_Boer Mulder de_Groot Bos Vos Peters Hendriks van_Leeuwen Dekker Brouwer de_Wit \
            Dijkstra Smits de_Graaf van_der_Meer van_der_Linden Kok Jacobs de_Haan Vermeulen \
            van_den_Heuvel van_der_Veen van_den_Broek de_Bruijn de_Bruin van_der_Heijden \
            Schouten van_Beek Willems van_Vliet van_de_Ven Hoekstra Maas Verhoeven Koster \
            van_Dam van_der_Wal Prins Blom Huisman Peeters de_Jonge Kuipers van_Veen Post \
            Kuiper Veenstra Kramer van_den_Brink Scholten van_Wijk Postma Martens Vink \
            de_Ruiter Timmermans Groen Gerritsen Jonker van_Loon Boer van_der_Velde Willemsen \
            Smeets de_Lange de_Vos Bosch van_Dongen Schipper de_Koning Koning Coenen Daniëls \
            Noë
            """,
        nicknames: """
            Johannes:Hans Cornelis:Kees Hendrik:Henk Willem:Wim Catharina:Trijn Elisabeth:Els
            """)

    static let flemish = NamePool(
        men: "Luc Marc Jef Wout Tibo Seppe Arthur Jules Mathéo Gaëtan Benoît Loïc",
        women: """
            Marie Louise Elise Nele Griet Camille Manon Amélie Hélène Joëlle Maïté Godelieve
            """,
        family: """
            Peeters Janssens Maes Jacobs Mertens Willems Claes Goossens Wouters De_Smet Dubois \
            Lambert Dupont Martin Simon Laurent Leclercq Declercq Vandenberghe Desmet Segers \
            Lemmens Michiels Hermans Aerts Thijs Pauwels De_Backer Wauters Vermeiren Gérard \
            François Noël Legrand Delvaux D'Hondt
            """,
        nicknames: """
            Joseph:Jef Mathieu:Mat Godelieve:Lieve Marguerite:Margot Christophe:Chris \
            Antoinette:Toinette
            """)
}
