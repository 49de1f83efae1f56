// <ten-feed>: what ticks. It hands the data of one message to all the elements that it is for.

class TenFeed extends TenElement {
  static css = ":host { display: none; }";
  static html = "";

  show(data) {
    for (const [tag, changed] of Object.entries(data)) {
      const element = TenElement.standing.get(`ten-${tag}`);
      if (element) element.show(changed);
    }
  }
}
define("ten-feed", TenFeed);
