/// Common names of Czechia, Poland, Spain and Mexico.
extension NamePool {
    static let czech = NamePool(
        men: """
            Jiří Jan Petr Josef Pavel Martin Tomáš Jaroslav Miroslav Zdeněk Václav Michal \
            František Jakub Milan Karel Lukáš David Vladimír Ladislav Ondřej Roman Stanislav \
            Marek Radek Daniel Vojtěch Filip Adam Matěj
            """,
        women: """
            Marie Jana Eva Hana Anna Lenka Kateřina Lucie Věra Alena Petra Veronika Jaroslava \
            Tereza Martina Michaela Jitka Helena Ludmila Zdeňka Ivana Monika Eliška Zuzana \
            Markéta Barbora Božena Jarmila Klára Růžena
            """,
        family: """
            Novák/Nováková Svoboda/Svobodová Novotný/Novotná Dvořák/Dvořáková Černý/Černá \
            Procházka/Procházková Kučera/Kučerová Veselý/Veselá Horák/Horáková Němec/Němcová \
            Marek/Marková Pokorný/Pokorná Pospíšil/Pospíšilová Hájek/Hájková Král/Králová \
            Jelínek/Jelínková Růžička/Růžičková Beneš/Benešová Fiala/Fialová \
            Sedláček/Sedláčková Doležal/Doležalová Zeman/Zemanová Kolář/Kolářová \
            Navrátil/Navrátilová Čermák/Čermáková Vaněk/Vaňková Urban/Urbanová Blažek/Blažková \
            Kříž/Křížová Kovář/Kovářová Kratochvíl/Kratochvílová Bartoš/Bartošová \
            Vlček/Vlčková Polák/Poláková Musil/Musilová Kopecký/Kopecká Šimek/Šimková \
            Konečný/Konečná Malý/Malá Čech/Čechová Holub/Holubová Staněk/Staňková \
            Kadlec/Kadlecová Štěpánek/Štěpánková Dostál/Dostálová Soukup/Soukupová \
            Šťastný/Šťastná Mareš/Marešová Sýkora/Sýkorová Moravec/Moravcová Tichý/Tichá \
            Valenta/Valentová Vávra/Vávrová Matoušek/Matoušková Říha/Říhová Bláha/Bláhová \
            Ševčík/Ševčíková Bureš/Burešová Hruška/Hrušková Mašek/Mašková Dušek/Dušková \
            Pavlík/Pavlíková Hrubý/Hrubá Havlíček/Havlíčková Janda/Jandová Mach/Machová \
            Müller/Müllerová Liška/Lišková Tůma/Tůmová Toman/Tomanová Vacek/Vacková \
            Bárta/Bártová Žák/Žáková Strnad/Strnadová Zach/Zachová Beran/Beranová \
            Kubát/Kubátová Ptáček/Ptáčková Slavík/Slavíková Kašpar/Kašparová
            """,
        nicknames: """
            Jiří:Jirka Josef:Pepa Kateřina:Katka František:Franta Zuzana:Zuzka Jakub:Kuba
            """)

    static let polish = NamePool(
        men: """
            Piotr Krzysztof Andrzej Tomasz Paweł Jan Michał Marcin Jakub Adam Marek Łukasz \
            Grzegorz Mateusz Wojciech Mariusz Dariusz Zbigniew Jerzy Maciej Rafał Robert Kamil \
            Józef Dawid Stanisław Szymon Kacper Bartosz Tadeusz
            """,
        women: """
            Anna Katarzyna Maria Małgorzata Agnieszka Barbara Ewa Krystyna Elżbieta Magdalena \
            Joanna Aleksandra Zofia Monika Teresa Danuta Natalia Karolina Marta Julia Beata \
            Dorota Janina Jadwiga Alicja Jolanta Iwona Grażyna Paulina Bożena
            """,
        family: """
            Nowak Kowalski/Kowalska Wiśniewski/Wiśniewska Wójcik Kowalczyk Kamiński/Kamińska \
            Lewandowski/Lewandowska Zieliński/Zielińska Szymański/Szymańska Woźniak \
            Dąbrowski/Dąbrowska Kozłowski/Kozłowska Jankowski/Jankowska Mazur \
            Wojciechowski/Wojciechowska Kwiatkowski/Kwiatkowska Krawczyk Kaczmarek \
            Piotrowski/Piotrowska Grabowski/Grabowska Zając Pawłowski/Pawłowska \
            Michalski/Michalska Król Wieczorek Jabłoński/Jabłońska Wróbel \
            Nowakowski/Nowakowska Majewski/Majewska Olszewski/Olszewska Stępień \
            Malinowski/Malinowska Jaworski/Jaworska Adamczyk Dudek Nowicki/Nowicka Pawlak \
            Górski/Górska Witkowski/Witkowska Walczak Sikora Baran Rutkowski/Rutkowska \
            Michalak Szewczyk Ostrowski/Ostrowska Tomaszewski/Tomaszewska Pietrzak \
            Zalewski/Zalewska Wróblewski/Wróblewska Marciniak Jasiński/Jasińska \
            Sadowski/Sadowska Bąk Zawadzki/Zawadzka Duda Jakubowski/Jakubowska Wilk \
            Chmielewski/Chmielewska Borkowski/Borkowska Włodarczyk Sokołowski/Sokołowska \
            Szczepański/Szczepańska Sawicki/Sawicka Lis Kucharski/Kucharska Kubiak \
            Kalinowski/Kalinowska Mazurek Wysocki/Wysocka Maciejewski/Maciejewska \
            Czarnecki/Czarnecka Kołodziej Urbański/Urbańska Kaźmierczak Sobczak \
            Głowacki/Głowacka Krajewski/Krajewska Zakrzewski/Zakrzewska Błaszczyk \
            Gajewski/Gajewska Laskowski/Laskowska Ziółkowski/Ziółkowska
            """,
        nicknames: """
            Katarzyna:Kasia Małgorzata:Gosia Krzysztof:Krzysiek Tomasz:Tomek Jakub:Kuba \
            Agnieszka:Aga
            """)

    static let spanish = NamePool(
        men: """
            Antonio José Manuel Francisco David Juan Javier Daniel Carlos Jesús Alejandro \
            Miguel Rafael Pedro Pablo Ángel Sergio Fernando Jorge Luis Alberto Álvaro Óscar \
            Adrián Raúl Iván Rubén Andrés Joaquín Íñigo
            """,
        women: """
            María Carmen Ana Isabel Laura Cristina Marta Josefa Dolores Lucía Antonia Pilar \
            Elena Sara Raquel Mercedes Rosa Concepción Paula Francisca Beatriz Begoña Inés \
            Nuria Silvia Rocío Mónica Ángeles Sofía Itziar
            """,
        family: """
            García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín \
            Jiménez Hernández Ruiz Díaz Moreno Muñoz Álvarez Romero Gutiérrez Alonso Navarro \
            Torres Domínguez Ramos Vázquez Ramírez Gil Serrano Morales Molina Blanco Suárez \
            Castro Ortega Delgado Ortiz Marín Rubio Núñez Medina Sanz Castillo Iglesias Cortés \
            Garrido Santos Guerrero Lozano Cano Cruz Méndez Flores Prieto Herrera Peña León \
            Márquez Cabrera Gallego Calvo Vidal Campos Reyes Vega Fuentes Carrasco Díez \
            Aguilar Caballero Nieto Santana Vargas Pascual Giménez Herrero Hidalgo Montero \
            Lorenzo Santiago Benítez Durán Ibáñez García_López Núñez_Peña
            """,
        nicknames: """
            Francisco:Paco José:Pepe Dolores:Lola Concepción:Concha Jesús:Chus Ignacio:Nacho
            """)

    static let mexican = NamePool(
        men: "Guadalupe Ramón Emiliano Santiago Mateo Leonardo Ximeno Héctor",
        women: "Ximena Valentina Renata Guadalupe",
        family: """
            Contreras Guzmán Ávila Estrada Juárez Rivera Mendoza Aguilar Salazar Luna Rosales \
            Zamora Cervantes Pacheco Orozco Velázquez Bautista Xolocotzi
            """,
        nicknames: "Guadalupe:Lupe")
}
