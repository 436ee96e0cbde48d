"""Given and family names of Europe, as lists per tongue. Written for the demo; nobody in particular is meant."""

from __future__ import annotations

EUROPE: dict[str, tuple[str, str]] = {
    "english": (
        "Alice Bernard Clara Duncan Edith Felix Georgia Harriet Imogen Jasper Kitty Lionel Maud Nigel Olive "
        "Percy Rosalind Simon Tabitha Walter Robert Margaret Katherine William Elizabeth Edward",
        "Ashgrove Birtwhistle Cattermole Dunthorne Ellingham Fothergill Garside Hebblewhite Inchbald Jellicoe "
        "Kettleborough Larkspur Micklethwait Nettleship Oakshott Pemberley Quarrington Rowbottom Sallowfield "
        "Thistlewood Underhay Wigglesworth Yarborough-Finch",
    ),
    "welsh": (
        "Aled Branwen Carys Dafydd Eleri Ffion Geraint Heledd Iestyn Lowri Mared Nia Rhodri Seren Tegwen",
        "Bebbington-Rhys Cadwaladr Eynon Gethin Llewelyn-Hope Maddocks Nannau Penhallow Prothero Tudor-Vale",
    ),
    "irish": (
        "Aisling Bríd Caoimhe Dáithí Éanna Fiadh Gráinne Lorcan Muireann Niamh Oisín Róisín Saoirse Tadhg",
        "Breathnach Cullinane Devlaherty Fennelly Garrihy Kilbannon Lonergan Mulqueen Ó\u00a0Duibhir Quilligan Tierney-Roche",
    ),
    "dutch": (
        "Anouk Bram Carlijn Diederik Eline Floris Geertje Hendrik Jelle Lotte Maaike Niels Pleun Roelof Sanne Teun Wieke",
        "Achterveld Boelema Cruyssen Dijksterhof Elzevier Fokkinga Grootjans Hoekzema Ijsselstein Kloosterboer "
        "Lindemans Moerkerken Noordhuis Oosterlaken Pannekoek Ruitenberg Swaenepoel Terpstraat Vroomhart Zonderland",
    ),
    "german": (
        "Annegret Bastian Cordula Dietmar Elke Friederike Gregor Heike Ingo Jürgen Käthe Lutz Mareike Nils Ottilie "
        "Rüdiger Sieglinde Thorsten Ulrike Wolfram",
        "Ackersdorf Brückmann Cloppenbach Dörfelt Eschweiler Föhrmann Grünewalt Hüttenrauch Jägersfeld Köttersen "
        "Lüdeking Möllenhoff Nordmeyer Oberhäuser Plöger Rösslein Süßkind Tannhäuser-Loh Übersee Weißhaupt",
    ),
    "nordic": (
        "Agneta Bjørn Cecilie Dagfinn Eirik Frøydis Gunnar Hjördís Ingeborg Jörgen Kjersti Leif Maj-Britt Njål Oddny "
        "Ragnhild Sigurd Tuva Ylva Åsa Øystein",
        "Aamodt Bjerkestrand Dalgård Ekenstam Fagerbakk Grønlien Hallgrímsdóttir Isaksæter Kjølstad Lindegård Myhrvold-Aas "
        "Nyblom Ødegaardshaug Råbergh Sætremyr Tjärnström Ulvestad Vingårdh Wahlberghus Åkerhielm",
    ),
    "finnish": (
        "Aino Eero Helmi Ilmari Kaisa Lauri Mirja Onni Päivi Reijo Sanni Tapio Väinö",
        "Aaltomäki Hakkarla Järvenranta Koskivirta Lehtimäkelä Mäntysaari Niemenpää Pöyhösalo Räihänen Sääskilampi",
    ),
    "french": (
        "Adèle Baptiste Clémence Désiré Éloïse Fabrice Geneviève Hélène Inès Jérôme Léontine Mathurin Noémie Océane "
        "Rémi Solène Thibault Violette Yann",
        "Aubrécourt Beaumanoir Chastelain Delaveyne Estournel Fontvieille Grandclément Hautecœur Jolibois Kerbrat "
        "Lamoureux-Petit Montbazin Noirétable Passemard Quercy Rochebrune Sauvageon Treilhard Vauquelin",
    ),
    "spanish": (
        "Alba Begoña Candela Dámaso Eulalia Fermín Graciela Hernán Itziar Joaquín Lorena Martín Nuria Óscar Pilar "
        "Rocío Salvador Ximena Íñigo",
        "Albarracín Bustamante\u00a0Ruiz Cañizares Echegoyen Fuenmayor Guadarrama Iturbe Larrañaga Montalbán Núñez-Cortina "
        "Ordóñez\u00a0Vela Peñalosa Quiñones Rebolledo Santibáñez Urdaneta Villaverde Zubizarra",
    ),
    "portuguese": (
        "Afonso Beatriz Conceição Duarte Estêvão Filipa Gonçalo Inês João Leonor Matilde Nuno Otávio Simão Vitória",
        "Abrantes Bragançal Carvalhal Damião Esteves-Prado Figueirôa Gouveia Lamarão Magalhães\u00a0Pinto Nóbrega Quintela "
        "Rebouças Sequeiros Tavarenga Vasconcelos-Lima",
    ),
    "italian": (
        "Agnese Bruno Carmela Dario Elettra Fiorenza Gaspare Iolanda Lazzaro Mirella Nicolò Ornella Pierluigi Rosalba Tullio",
        "Acquaviva Boccadoro Castellane De\u00a0Santonio Erbalunga Frassineto Gambacorta Lanzavecchia Marchettini Nardolillo "
        "Pescatore Quaglierini Roccaforte Sottomarino Tramontani",
    ),
    "polish": (
        "Agnieszka Bogumiła Czesław Dobrosława Grażyna Henryk Jadwiga Kazimierz Łucja Małgorzata Pawlina Radosław "
        "Stanisława Tomasz Wojciech Żaneta",
        "Bąkiewski Ciesielak Dąbrownik Gołębiowicz Jaśkiewiczak Kędzierżal Łopaciński Mączyński-Rej Nowogrodzki Ostrzyżek "
        "Pięciowski Śliwakowski Wierzbicz Zarzycki Żółkiewka",
    ),
    "czech": (
        "Alžběta Břetislav Čestmír Drahomíra Jiřina Květa Luboš Miloslava Otakar Přemysl Růžena Šárka Vratislav Zdeňka",
        "Bělohradský Černohouz Dvořáček Hájkovec Jelínkov Kubištík Ledvinák Mrázovský Nejedlík Pospíchalík Říhovský Šafránek Vondrášek",
    ),
    "balkan": (
        "Anđela Bogdan Cvetana Dragoljub Emina Goran Jelica Lazar Milena Nebojša Rumyana Slavko Teodora Vesna Željko",
        "Andrijašević Blagoev Ćosovac Dimitrov-Hadzhi Đorđin Grozdanov Ivaniševac Kovačina Lalović Mihăilescu Popadić "
        "Răducan Stoyanovich Šimunac Țepelea",
    ),
    "greek": (
        "Aristea Christos Despina Eleni Foteini Giorgos Ioanna Kyriakos Lefteris Melina Nikos Panagiota Stavros Thaleia",
        "Anagnostakis Dellaporta Evangelinos Galanopoulou Kalamatas Lambridis Mavrogenis Papadiamanti Roussakis Theofanidou Xenakopoulos",
    ),
}
