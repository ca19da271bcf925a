from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import LoginView, PasswordChangeView, RedirectURLMixin
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.generic import CreateView
from django.views.generic.edit import FormMixin

from judge.models import Submission
from web.forms import LoginForm, SignupForm
from web.throttling import throttled


class Refusing(FormMixin):
    """A form that isn't valid comes back with a status that says so."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class Login(Refusing, LoginView):
    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def post(self, request, *args, **kwargs):
        name = LoginForm(request).fields["username"].to_python(request.POST.get("username"))
        return throttled(request, "login", name) or super().post(request, *args, **kwargs)

    def form_valid(self, form):
        response = super().form_valid(form)
        keep_code(self.request)
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(carried=carried(self.request), **kwargs)


class Signup(Refusing, RedirectURLMixin, CreateView):
    template_name = "accounts/signup.html"
    form_class = SignupForm
    next_page = "home"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if "password1" not in request.POST:  # from the sign-in form, with code that it carries
            return self.get(request, *args, **kwargs)
        return throttled(request, "signup") or super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            with transaction.atomic():
                login(self.request, form.save())
        except IntegrityError:  # somebody else was a moment earlier
            form.add_error("username", "This name is taken.")
            return self.form_invalid(form)
        keep_code(self.request)
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(next=self.get_redirect_url(), carried=carried(self.request), **kwargs)


class Password(Refusing, PasswordChangeView):
    template_name = "accounts/password.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form):
        messages.success(self.request, "Your password is changed.")
        return super().form_valid(form)


CODE = ("problem", "language", "source")


def ask_to_sign_in(request, problem):
    """The session was lost while code was written: the code travels through the form and comes back on its page."""
    context = {
        "form": LoginForm(request),
        "next": problem.get_absolute_url(),
        "carried": carried(request) | {"problem": problem.slug},
        "was_lost": True,
    }
    return render(request, "accounts/login.html", context, status=401)


def carried(request):
    return {name: request.POST[name] for name in CODE if name in request.POST}


def keep_code(request):
    """For the problem's page, which comes next. Only behind a sign-in: nobody else fills our sessions."""
    code = carried(request)
    if len(code) == len(CODE) and len(code["source"]) <= Submission.MOST_SOURCE:
        request.session[f"code:{code['problem']}"] = {"language": code["language"], "source": code["source"]}
