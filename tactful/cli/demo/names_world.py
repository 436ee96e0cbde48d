"""Given and family names from beyond Europe, `roman|native` where a name is also written in its own script."""

from __future__ import annotations

WORLD: dict[str, tuple[str, str]] = {
    "turkish": (
        "Ayşe Barış Çiğdem Defne Emrah Gülşen Hakan İrem Kerem Müge Nazlı Oğuz Şule Tolga Yıldız",
        "Aksakal Bozdağlı Çelebioğlu Demirtepe Erdoğmuş Gökçeören Ilgazlı Karaağaçlı Özyürekli Şahinbaş Tunçbilek Yeşilova",
    ),
    "arabic": (
        "Amal|أمل Bilal|بلال Dalia|داليا Farid|فريد Hanan|حنان Idris|إدريس Jamila|جميلة Karim|كريم Layla|ليلى Mazen|مازن "
        "Nadia|نادية Rashid|رشيد Salma|سلمى Tariq|طارق Yusra|يسرى Ziad|زياد",
        "Al-Bahrawi|البحراوي Ben\u00a0Youssef|بن\u00a0يوسف Darwazeh|دروزة El-Marsafi|المرصفي Fakhouri|فاخوري Haddouchi|حدوشي "
        "Jaberi|الجابري Kanaan|كنعان Mansouri|منصوري Najjar|نجار Qasim|قاسم Sabbagh|صباغ Tazi|تازي Zahrani|زهراني",
    ),
    "persian": (
        "Anahita Behrouz Darya Farhad Golnaz Jamshid Kaveh Laleh Mehrdad Niloufar Parisa Shirin",
        "Ardakani Bakhtiyar Daneshvar Farrokhzadeh Golestani Javaheri Kermanshahi Mohtashem Nikravan Rostamzad",
    ),
    "hebrew": (
        "Ayelet Boaz Dafna Eitan Gila Ilan Keren Lior Michal Noam Orly Shai Tamar Yael",
        "Abarbanel Ben-Horin Carmeli Dvorkin Eshkolot Gilboa Harpaz Kadmon Lavie-Roth Margaliot Peretzky Shoham",
    ),
    "indian": (
        "Aarti Bhaskar Chitra Devendra Eshani Farhan Gayatri Harish Indira Jayesh Kavita Lakshmi Manoj Nandini Omkar "
        "Pallavi Ranjit Sudha Tarun Usha Vikram",
        "Achuthan Bhattacharjee Chidambaram Deshpandekar Gopalaswamy Iyengar-Rao Jhunjhunwala Krishnamoorthi Malhotrae "
        "Nambiyar Parthasarathi Qureshi-Khan Raghunath Subramaniapillai Thiruvengadam Venkateswaran Wadekar",
    ),
    "chinese": (
        "Baihe|百合 Chenxi|晨曦 Haoran|浩然 Jiayi|嘉怡 Lanying|兰英 Meilin|美琳 Ruoxi|若曦 Shuwen|淑文 Tianyu|天宇 Wenhao|文昊 "
        "Xiaoming|晓明 Yichen|奕辰 Zihan|子涵",
        "Bai|白 Cai|蔡 Duan|段 Fang|方 Gu|顾 Hou|侯 Kong|孔 Lu|陆 Meng|孟 Ouyang|欧阳 Shen|沈 Tong|童 Wei|韦 Xue|薛 Yin|殷 Zhuang|庄",
    ),
    "cantonese": (
        "Chi-Keung|志強 Ka-Yan|嘉欣 Mei-Fong|美芳 Siu-Ling|小玲 Tsz-Hin|子軒 Wai-Man|慧敏 Wing-Yee|穎儀 Yat-Long|日朗",
        "Auyeung|歐陽 Cheuk|卓 Fung|馮 Kwok|郭 Leung|梁 Mok|莫 Szeto|司徒 Tsang|曾 Yip|葉",
    ),
    "japanese": (
        "Akane|茜 Daichi|大地 Emiko|恵美子 Fumiya|文也 Haruka|遥 Itsuki|樹 Kazuo|和夫 Mizuki|瑞希 Naoko|直子 Ren|蓮 Sakura|桜 "
        "Takumi|匠 Yukiko|由紀子 Shōhei|翔平",
        "Amemiya|雨宮 Chiba|千葉 Fujimura|藤村 Hamasaki|浜崎 Isobe|磯部 Kurosawa|黒沢 Minatoya|港屋 Nakahara|中原 Ōtsuki|大月 "
        "Sekiguchi|関口 Tachibana|橘 Uozumi|魚住 Yokomizo|横溝",
    ),
    "korean": (
        "Bo-ram|보람 Dong-hyun|동현 Eun-ji|은지 Ha-neul|하늘 Ji-woo|지우 Kyung-soo|경수 Min-seo|민서 Seo-yeon|서연 Tae-yang|태양 Yoo-jin|유진",
        "Ahn|안 Bae|배 Cheon|천 Eom|엄 Gil|길 Hwangbo|황보 Jin|진 Namgung|남궁 Seol|설 Yeo|여",
    ),
    "vietnamese": (
        "Ánh Bảo Châu Dũng Giang Hạnh Khánh Linh Minh Ngọc Phúc Quỳnh Thảo Uyên Vinh",
        "Nguyễn Trần Đặng Huỳnh Lương Phùng Đoàn Vũ\u00a0Hoàng Tạ Châu\u00a0Lê",
    ),
    "thai": (
        "Anong Chanthira Kittisak Malee Narong Pimchanok Somchai Suda Thanakorn Wichai",
        "Bunyasarn Charoensuk Kanjanapas Phothirat Rattanakosin Srisawatdi Thongchaiyo Wongsuwannarat",
    ),
    "malay": (
        "Aisyah Budi Citra Dewi Faizal Gita Hendra Intan Kurniawan Melati Nurul Putri Rahmat Siti",
        "Abdullah\u00a0Rahim Hartono-Wibowo Kusumawardhani Mangunsong Nasutionara Prasetyo Salim\u00a0Yusof Tanjungpura Wirawan",
    ),
    "yoruba": (
        "Adébáyọ̀ Bísí Dámiláre Ẹniọlá Fọláṣadé Ìyábọ̀ Káyọ̀dé Modúpẹ́ Olúwaṣeun Ronkẹ Táyọ̀ Yẹ́misí",
        "Adéyẹmọ Balógun Fáshọlá Ìdòwú Odùnsì Ọlátúnjí Ọ̀ṣúntókun Ṣófolúwẹ̀",
    ),
    "igbo": (
        "Adaeze Chidubem Ebere Ifeanyi Kelechi Ngozi Obinna Somtochukwu Uchenna Zikora",
        "Anyaegbunam Ekwueme-Obi Iheanacho Madubuike Nwokedi Okonjo Onyekachukwu Umeh",
    ),
    "swahili": (
        "Amani Baraka Furaha Imani Jabari Makena Neema Rehema Wanjiru Zawadi",
        "Kamau-Njeri Kiplagat Mwangaza Mutisya Ngʼangʼa Odhiambo-Were Otienoh Wekesa",
    ),
    "ethiopian": (
        "Abebech Biruk Dawit Eyerusalem Getachew Hirut Mulugeta Selamawit Tewodros Zenebech",
        "Alemayehu Bekele-Tadesse Desta Gebremariam Haileselassie Kebede Woldemichael Yohannes",
    ),
    "southern": (
        "Ayanda Lerato Mandla Nomvula Sipho Thandeka Tumelo Zanele Kefilwe Pieter",
        "Dlaminic Khumalong Mokoena-Brits Ndlovane Nkosazana Sibeko Tshabalalane Van\u00a0der\u00a0Westhuyzen",
    ),
    "american": (
        "Beau Celeste Dashiell Estelle Franklin Ginger Harlan Juniper Loretta Marvin Odessa Preston Roxanne Tucker Wilhelmina",
        "Abernathy-Cole Brockhurst Cavendale Dillahunt Featherston Hollingberry Jessop-Lane McAllanby Pettibone Rutherglen "
        "Stonecipher Tillinghast Van\u00a0Alderpool Whitcomb-Diaz",
    ),
    "pacific": (
        "Aroha Hemi Kiri Leilani Mana Ngaire Sione Talia Wiremu Losa",
        "Falelatai Kahurangi Matagi-Lowe Ngatapuna Paretoka Taufa-Hill Whakatere",
    ),
}
