# Latchkey's gate before the articles of one site, as a preflight in a Fastly VCL service: each view
# of an article asks the gate first, then starts again with the decision. Two backends: F_latchkey
# and F_content. Change the lines marked "yours".

sub vcl_recv {
  if (req.restarts == 0) {
    # What a reader sends in our name counts nowhere.
    unset req.http.X-Latchkey-State;
    unset req.http.X-Latchkey-Decision;
    unset req.http.X-Latchkey-View;
    unset req.http.X-Latchkey-Reason;
    unset req.http.X-Latchkey-Article;
    unset req.http.X-Latchkey-Unlock-Left;
    unset req.http.X-Latchkey-Meter-Left;
    unset req.http.X-Original-URI;
    unset req.http.X-Original-URL;
    unset req.http.X-Rewrite-URL;
    unset req.http.X-Forwarded-Uri;
    # For servers that take _ for -.
    unset req.http.X-Latchkey_Decision;
    unset req.http.X_Latchkey-Decision;
    unset req.http.X_Latchkey_Decision;
    unset req.http.X-Latchkey_View;
    unset req.http.X_Latchkey-View;
    unset req.http.X_Latchkey_View;
    unset req.http.X-Original_URI;
    unset req.http.X_Original-URI;
    unset req.http.X_Original_URI;
    unset req.http.X-Original_URL;
    unset req.http.X_Original-URL;
    unset req.http.X_Original_URL;
    unset req.http.X-Rewrite_URL;
    unset req.http.X_Rewrite-URL;
    unset req.http.X_Rewrite_URL;
    unset req.http.X-Forwarded_Uri;
    unset req.http.X_Forwarded-Uri;
    unset req.http.X_Forwarded_Uri;
    unset req.http.Paywall-Result;
    unset req.http.Paywall-Meta;
  }
#FASTLY recv
  if (req.restarts == 0 && req.url.path ~ "^/articles/" && req.method ~ "^(GET|HEAD)$") {   # yours
    set req.http.X-Latchkey-State = "asking";
    set req.http.X-Original-URI = req.url;
    set req.url = "/v1/gate/fastly?site=lantern";                                          # yours
    set req.backend = F_latchkey;
    return(pass);
  }
  set req.backend = F_content;
  if (req.method !~ "^(GET|HEAD)$") {
    return(pass);
  }
  return(lookup);
}

# One copy of a page for all who may read, one for all who may not.
sub vcl_hash {
  set req.hash += req.url;
  set req.hash += req.http.host;
  set req.hash += req.http.X-Latchkey-Decision;
#FASTLY hash
  return(hash);
}

sub vcl_miss {
#FASTLY miss
  if (req.http.X-Latchkey-Decision) {
    # The page is the same for all: no reader is known where it is made.
    unset bereq.http.Cookie;
    unset bereq.http.Authorization;
    unset bereq.http.X-Original-URI;
  }
  return(fetch);
}

sub vcl_deliver {
#FASTLY deliver
  if (req.http.X-Latchkey-State == "asking") {
    # Anything but ALLOW is closed, whatever the gate or the way to it did.
    set req.http.X-Latchkey-Decision =
      if(resp.status == 200 && resp.http.Paywall-Result == "ALLOW", "granted", "denied");
    set req.http.Paywall-Meta = resp.http.Paywall-Meta;
    set req.http.X-Latchkey-State = "answered";
    set req.url = req.http.X-Original-URI;
    unset req.http.X-Original-URI;
    restart;
  }
  if (req.http.X-Latchkey-State == "answered") {
    set resp.http.Cache-Control = "private, no-store";
    set resp.http.Paywall-Meta = req.http.Paywall-Meta;
  }
  return(deliver);
}

sub vcl_error {
#FASTLY error
  if (req.http.X-Latchkey-State == "asking") {
    # Latchkey cannot be reached: closed, and the preview is served.
    set req.http.X-Latchkey-Decision = "denied";
    set req.http.X-Latchkey-State = "answered";
    set req.url = req.http.X-Original-URI;
    unset req.http.X-Original-URI;
    restart;
  }
  return(deliver);
}
