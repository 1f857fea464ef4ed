/// French first names (Belgium, Switzerland, Canada).
let frenchNicknames = """
    adrien: adri
    alexandra: alex sandra
    alexandre: alex sacha
    amélie: mélie
    andré: dédé
    anne anna: annie nanette anouk
    antoine: toine tonio titoine antho
    antoinette: toinette
    anthony: antho
    armand:
    aurélie: lili
    béatrice: béa
    benjamin: ben benj
    benoît benoit: ben
    bernadette: bernie
    bertrand: bert
    camille: cam
    caroline: caro
    catherine: cathy cat cathie kathy
    cécile: céci
    charles: charlie charlot
    charlotte: lotte chacha
    christelle christel:
    christian: chris
    christine: chris cricri tine
    christophe: chris tof
    claude: claudie
    claudine: claudie
    clément: clem
    clémence: clem
    corinne: coco
    cyrille cyril:
    daniel: dan dany
    danielle danièle: dany
    delphine: del
    denis:
    dominique: dom domi
    édouard edouard: ed doudou
    élisabeth elisabeth: babeth lise betty elsa lili
    élodie: lolo
    emmanuel: manu
    emmanuelle: manu
    étienne etienne: titi
    eugénie: ninie
    fabienne: fab
    fabrice: fab
    florence: flo
    florian: flo
    françois: fanfan franck
    françoise: fanchon soizic
    frédéric: fred
    frédérique: fred
    gabriel: gab gaby
    gabrielle: gaby
    gaëtan: gaet
    geneviève: ginette viviane
    georges: jo jojo
    gérard: gégé
    grégory: greg
    grégoire: greg
    guillaume: guy willy
    guy:
    henri: riton
    hervé:
    hubert: hub
    isabelle: isa
    jacqueline: jackie line
    jacques: jacquot jacky
    jean: jeannot
    jean-baptiste jeanbaptiste: jb jean
    jean-claude jeanclaude: jc
    jean-françois jeanfrançois: jeff jf
    jean-luc jeanluc:
    jean-marc jeanmarc:
    jean-michel jeanmichel: jm
    jean-paul jeanpaul: jp
    jean-philippe jeanphilippe: jp
    jean-pierre jeanpierre: jp
    jeanne: jeannette jeannine
    jérôme: jéjé
    joseph: jo jojo
    josephine joséphine: jo fifine
    julien: juju
    julie: juju
    laurence: lolo
    laurent: lolo
    louis: loulou
    louise: loulou lou
    lucas luc:
    luc lucien:
    lucie: lulu
    madeleine: mado madelon
    marc marcus:
    marcel:
    margaux margot marguerite: margo
    marie: manon mimi
    marie-claire marieclaire:
    marie-christine mariechristine: marie
    marie-france mariefrance:
    marie-hélène mariehélène: milène
    marie-josé mariejosé:
    marie-laure marielaure: malo
    marie-louise marielouise: malou marilou
    marie-thérèse mariethérèse: maïté
    martine: titine
    mathieu matthieu: mat
    mathilde: mathou tilde
    maurice: momo
    maxime: max
    michaël mickaël: mike mika
    michel: mimi mich
    michèle michelle: mimi
    monique: momo
    nathalie: nat nath
    nicolas: nico nick
    nicole: nicky
    olivier: oli
    pascal:
    pascale:
    patricia: pat
    patrick: pat patou
    paul: paulo
    philippe: phil
    pierre: pierrot
    pierrette:
    raphaël: raf raph
    raymond: ray
    rebecca: becky
    rémi rémy remi:
    renée:
    robert: bob
    roger:
    romain: rom
    sabrina: sab
    sandrine: sandy
    sébastien: seb
    serge:
    sophie: soso
    stéphane: steph
    stéphanie: steph
    suzanne: suzie suzette suzon
    sylvain: syl
    sylvie: syl
    théo théodore:
    thérèse:
    thibault thibaut thibaud: tib
    thierry: titi
    thomas: tom
    valentin: val
    valérie: val
    véronique: véro
    victor: vic vico
    victoire victoria: vicky
    vincent: vince
    virginie: nini
    viviane: viv
    william: will
    xavier: xav
    yann yannick:
    yves:
    """
