/// First names that are translations of each other; they count between countries of different
/// languages only, where one person may write both. A name and its feminine form never share a
/// line.
let translatedNames = """
    adam aatami
    adrian adriaan adrien adrián
    agnes agnieszka anežka inés agnès
    albert alberto albertus
    alexander aleksander aleksanteri alexandre alejandro alexandr alexandros aleksandr alasdair
    alexandra aleksandra alejandra
    alice alicja alicia
    andrew andreas anders andrzej andré andrés ondřej antti andries andrei
    anna anne ann ana anneke
    karin karen
    anthony anton antoni antonio antoine antonín antoon antonius
    barbara barbora bárbara barbro
    bartholomew bartłomiej bartholomeus bartolomé bartoloměj
    benedict benedikt benoît benito bengt pentti
    bernard bernhard bernardo barend
    catherine katherine katarzyna kateřina katharina katarina catharina catalina katariina katrine
    cecilia cecilie cecylia cécile
    charles karl carl carlos karel karol kaarlo
    charlotte carlota charlotta karlotta
    christian kristian krystian cristian christiaan kristián
    christina christine kristina kristine krystyna cristina kristýna kristiina
    christopher christoph krzysztof kryštof christophe cristóbal kristoffer christoffer kristof
    daniel dániel daniël
    david dawid taavetti
    dominic dominik dominique domingo dominick
    dorothy dorothea dorota dorothée dorotea
    edward eduard edvard eduardo édouard
    elizabeth elisabeth elżbieta alžběta isabel élisabeth elisabet eliisa erzsébet
    emily emilie emilia emílie émilie emelie
    eric erik eirik erich éric eerik
    eva ewa eve eeva
    francis franz frans franciszek františek françois francisco franciscus
    frances franziska františka françoise francisca franciszka
    frederick friedrich fredrik frederik fryderyk frédéric federico bedřich
    gabriel gábriel
    george georg jerzy jiří jorge georges jørgen jörgen joris yrjö göran
    gregory gregor grzegorz řehoř grégoire gregorio
    gustav gustaf gustave gustavo kustaa
    helen helena helene hélène elena heleen
    henry heinrich henrik henri henryk jindřich enrique hendrik heikki
    hugo hugh hugues
    irene irena irène
    isaac isak izaak iisakki
    isabel isabella isabelle izabela izabella
    jacob jakob jakub jacques jaakko james jaime diego santiago jacobus
    joan joanna johanna jana jeanne juana johanne janina
    joachim joakim joaquín
    john johan johann johannes jan jean juan jon juhani ivan ján hans jens sean ian giovanni joão
    jonathan jonatan joonatan
    joseph josef josé józef jozef joosef giuseppe
    julia julie julija giulia
    julian julien julián
    lawrence laurence lorenz lars laurens laurent lorenzo vavřinec wawrzyniec lauri
    leonard leonhard leonardo lennart leendert
    louis ludwig luis ludvig lodewijk ludwik ludvík luigi lewis
    louise luise luisa ludwika lovisa lowiese
    lucas lukas łukasz lukáš luke luc
    lucy lucie lucía łucja lucia
    magdalena magdalene madeleine magdaléna matleena
    margaret margarete margareta margrethe małgorzata markéta margarita marguerite margriet
    mark markus marcus marek marc marco marcos markku
    martha marta marthe martta
    martin marcin martín maarten martti morten martijn
    mary maria marie maría marja maryam
    matthew matthias mateusz matěj mathieu mateo matti mattias mats mads matthijs matouš
    maurice moritz maurits mauricio maurycy mořic
    max maximilian maksymilian maximilien maximiliano
    michael mikael michał michal michel miguel mikko mikkel michiel michele mihail
    monica monika mónica monique
    nicholas nikolaus niklas mikołaj mikuláš nicolas nicolás nils niels klaas nicolaas nikolai niilo
    olaf olav olof olavi
    oscar oskar óscar
    patrick patrik patryk patricio pádraig
    patricia patrycja patrizia
    paul pavel paweł pablo paavo pål poul paulus pauli
    paula pavla
    pauline paulina pavlína
    peter petr piotr pedro pierre pieter per petter pekka petri peder pär petrus
    philip philipp filip felipe philippe
    rachel raquel ráchel
    ralph rolf ralf raoul raúl
    raphael rafael rafał
    rebecca rebekka rebeka rebeca
    richard ricardo ryszard rikard richárd
    robert roberto robbert
    roger rüdiger rutger roar
    rose rosa růžena róża
    rudolf rodolfo rudolph rodolphe
    samuel samuli
    sara sarah
    sebastian sebastián sébastien sebastiaan
    simon szymon simón šimon simo
    sophie sofia sophia zofia žofie sofía sofie
    stephen stefan stephan štěpán szczepan étienne esteban stefaan tapani steven
    susan susanne susanna zuzana zuzanna susana suzanne
    sylvia silvia sylvie sylwia
    teresa theresa therese tereza thérèse terezie
    theodore theodor teodor théodore teodoro
    thomas tomasz tomáš tomás tuomas tomas
    tobias tobiasz tobiáš
    ursula urszula uršula
    valentine valentin walenty valentín
    veronica veronika weronika véronique verónica
    victor viktor wiktor víctor
    victoria viktoria wiktoria viktorie victoire
    vincent wincenty vicente vincenc
    vladimir vladimír włodzimierz wladimir
    walter valter valtteri gualterio wouter
    william wilhelm guillermo guillaume willem vilém vilhelm ville wilhelmus
    xavier javier xaver
    """
