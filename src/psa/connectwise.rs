//! ConnectWise PSA: requests and judgements.
