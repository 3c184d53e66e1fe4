# Read it with: $psa = . ./login.ps1
@{
    name = {{ name|powershell }}
    psa = {{ psa|powershell }}
    url = {{ url|powershell }}
{% for field in fields %}
    {{ field }} = {{ fields[field]|powershell }}
{% endfor %}
}
